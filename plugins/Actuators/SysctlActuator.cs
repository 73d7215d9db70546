using Kernward.Domain;

namespace Kernward.Plugins.Actuators;

/// <summary>Tunables of the kernel under <c>proc/sys</c>, whose names say where they are.</summary>
public sealed class SysctlActuator : FileActuator
{
    /// <summary>Two forms of one limit, of which writing one sets the other to 0: it is the other that leads back then.</summary>
    private static readonly (string Form, string Other)[] Forms = [("_ratio", "_bytes"), ("_ratio", "_kbytes"), ("_bytes", "_ratio"), ("_kbytes", "_ratio")];

    public override string Kind => "sysctl";

    protected override string? PathOf(Tunable tunable, string scope) =>
        Scopes.Path(tunable.File, scope);

    protected override IEnumerable<string> CompanionsOf(string path, bool first) => first
        ? []
        : Forms.Where(pair => path.EndsWith(pair.Form, StringComparison.Ordinal)).Select(pair => path[..^pair.Form.Length] + pair.Other);
}
