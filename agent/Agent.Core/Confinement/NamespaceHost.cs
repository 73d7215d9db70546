using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>A host as it is seen from inside a network namespace: <c>net.*</c> is that one's, all else is the same.</summary>
internal sealed class NamespaceHost(Host outer, OpenNamespace network) : Host
{
    public override string Name => outer.Name;

    public override bool IsLive => outer.IsLive;

    public override TimeSpan Uptime => outer.Uptime;

    public override DateTimeOffset Time => outer.Time;

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel) => outer.WaitAsync(duration, cancel);

    public override string Identity(string directory) => outer.Identity(directory);

    /// <exception cref="IOException">The namespace, which is held open, cannot be entered any more: that is not the same as absent.</exception>
    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        if (!NetworkNamespace.Has(path)) return outer.TryRead(path, out content);
        var found = network.Within(() => outer.TryRead(path, out var there) ? there.ToArray() : null);
        content = found;
        return found is not null;
    }

    /// <exception cref="IOException">As above.</exception>
    public override IReadOnlyList<string> List(string directory) =>
        NetworkNamespace.Has(directory) ? network.Within(() => outer.List(directory)) : outer.List(directory);
}
