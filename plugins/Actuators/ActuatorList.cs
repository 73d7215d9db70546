using Kernward.Execution;

namespace Kernward.Plugins.Actuators;

/// <summary>One actuator for each kind of tunable; mind and worker take the same list.</summary>
public static class ActuatorList
{
    public static IReadOnlyList<IActuator> Create() => [new SysctlActuator(), new CgroupActuator(), new BlockActuator(), new SysfsActuator()];
}
