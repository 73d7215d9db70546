using Kernward.Domain;

namespace Kernward.Plugins.Actuators;

/// <summary>Anything else that is one file, at the path that the catalogue gives.</summary>
public sealed class SysfsActuator : FileActuator
{
    public override string Kind => "sysfs";

    protected override string? PathOf(Tunable tunable, string scope) =>
        tunable.Path.Length > 0 ? Scopes.Path(tunable.Path, scope) : null;
}
