using Kernward.Domain;

namespace Kernward.Plugins.Actuators;

/// <summary>Request queues of block devices; the scope is the device's name.</summary>
public sealed class BlockActuator : FileActuator
{
    public override string Kind => "block";

    protected override string? PathOf(Tunable tunable, string scope) =>
        Scopes.Path(tunable.File, scope);

    /// <summary>A new scheduler starts with its own queue depth and latency target; the old one's come back after it.</summary>
    protected override IEnumerable<string> CompanionsOf(string path, bool first) =>
        first && path.EndsWith("/scheduler", StringComparison.Ordinal)
            ? new[] { "nr_requests", "wbt_lat_usec" }.Select(name => path[..(path.LastIndexOf('/') + 1)] + name)
            : [];
}
