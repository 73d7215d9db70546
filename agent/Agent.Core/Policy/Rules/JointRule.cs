using System.Globalization;
using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>
/// What must hold between values: the parts of a triple ascend, background writeback starts before writers are stopped, and the
/// three thresholds of the neighbour table ascend. Values that the plan does not change are those of the host.
/// </summary>
internal sealed class JointRule : IRule
{
    private static readonly string[][] Ascending =
    [
        ["vm.dirty_background_ratio", "vm.dirty_ratio"],
        ["vm.dirty_background_bytes", "vm.dirty_bytes"],
        ["net.ipv4.neigh.default.gc_thresh1", "net.ipv4.neigh.default.gc_thresh2", "net.ipv4.neigh.default.gc_thresh3"],
        ["net.ipv4.ipfrag_low_thresh", "net.ipv4.ipfrag_high_thresh"],
        ["cgroup.memory.min", "cgroup.memory.low", "cgroup.memory.high", "cgroup.memory.max"],
    ];

    public IEnumerable<Objection> Check(RuleContext context)
    {
        foreach (var (step, tunable) in context.Known())
            if (tunable.Value is { Type: "ints", Count: 3 } && !IsAscending([.. step.To.Split(' ').Select(Number)]))
                yield return Deny(step, $"the three numbers of {tunable.Id} must not descend: {Shown.Safe(step.To)}");
        foreach (var chain in Ascending)
            foreach (var step in context.Plan.Steps.Where(step => chain.Contains(step.Tunable)))
                if (!IsAscending([.. chain.Select(name => Value(context, name, step.Scope)).Where(number => number is not null)]))
                    yield return Deny(step, $"{string.Join(" <= ", chain)} must hold, and would not with {step.To}");
    }

    /// <summary>
    /// 0 means "not used; its partner counts" for the writeback limits, and max "none" for those of a group, which is what
    /// memory.high is wherever memory.max is set alone: neither is part of the order.
    /// </summary>
    private static double? Value(RuleContext context, string tunable, string scope)
    {
        var planned = context.Plan.Steps.FirstOrDefault(step => step.Tunable == tunable && step.Scope == scope)?.To;
        var number = Number(planned ?? context.Tunables.Read(context.Host, tunable, scope) ?? "");
        return number is 0 or double.MaxValue ? null : number;
    }

    private static bool IsAscending(IReadOnlyList<double?> numbers) =>
        numbers.Zip(numbers.Skip(1)).All(pair => pair.First is null || pair.Second is null || pair.First <= pair.Second);

    private static double? Number(string text) =>
        text == "max" ? double.MaxValue : double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Objection Deny(Step step, string text) => new("joint", Decision.Deny, step.N, text);
}
