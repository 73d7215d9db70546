using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Plugins.Actuators.Groups;

namespace Kernward.Plugins.Actuators;

/// <summary>
/// Control groups in the words of version 2, whatever is mounted: the unified hierarchy, one of version 1 for each controller,
/// or both. The scope is the group's path; what a hierarchy has no file for is absent there.
/// </summary>
public sealed class CgroupActuator : IActuator
{
    private static readonly Dictionary<string, GroupKnob> Knobs = new()
    {
        ["cpu.weight"] = new WeightKnob(),
        ["cpu.max"] = new QuotaKnob(),
        ["cpu.max.burst"] = new PlainKnob("cpu.max.burst", "cpu.cfs_burst_us"),
        ["memory.max"] = new MemoryKnob(),
        ["io.weight"] = new IoWeightKnob(),
        ["io.max"] = new IoLimitKnob(),
        ["freeze"] = new PlainKnob("cgroup.freeze", ""),
    };

    public string Kind => "cgroup";

    public string? Read(Host host, Tunable tunable, string scope) => Scopes.IsGroup(scope) ? Knob(tunable).Read(Group(host, scope)) : null;

    public Absence? Absence(Host host, Tunable tunable, string scope) =>
        Scopes.IsGroup(scope) ? MissingController.Explain(Group(host, scope), Controller(tunable)) : null;

    public IReadOnlyDictionary<string, string> Siblings(Host host, Tunable tunable, string scope)
    {
        var found = new Dictionary<string, string>();
        if (!Scopes.IsGroup(scope)) return found;
        var (knob, layout, parent) = (Knob(tunable), GroupLayout.Of(host), scope[..scope.LastIndexOf('/')]);
        foreach (var other in layout.Below(host, parent).Select(name => $"{parent}/{name}").Where(other => other != scope))
            if (knob.Read(new GroupView(host, layout, other)) is { } value)
                found[other] = value;
        return found;
    }

    public IReadOnlyList<FileEdit> Edits(Host host, Tunable tunable, string scope, TunableValue value)
    {
        if (!Scopes.IsGroup(scope)) throw new ActuatorException($"'{Shown.Safe(scope)}' is not the path of a control group below the root one");
        var (knob, group) = (Knob(tunable), Group(host, scope));
        if (knob.Read(group) is null)
            throw new ActuatorException(group.Exists
                ? $"{tunable.Id} does not exist for '{Shown.Safe(scope)}': "
                    + (MissingController.Explain(group, Controller(tunable))?.Why ?? "this kind of hierarchy or this kernel has none")
                : $"there is no control group '{Shown.Safe(scope)}' on this host");
        return knob.Edits(group, value);
    }

    private static GroupKnob Knob(Tunable tunable)
    {
        var name = tunable.Id["cgroup.".Length..];
        return Knobs.TryGetValue(name, out var knob) ? knob : new PlainKnob(name, name);
    }

    private static string Controller(Tunable tunable) => tunable.Id.Split('.')[1];

    private static GroupView Group(Host host, string scope) => new(host, GroupLayout.Of(host), scope);
}
