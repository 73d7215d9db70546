using System.Globalization;
using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>The groups that keep a host reachable are given nothing less, and the root group is not divided.</summary>
internal sealed class ProtectedGroupRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        from known in context.Known()
        where known.Tunable.Kind == "cgroup"
        let name = Protected(context, known.Step.Scope)
        where name.Length > 0 && !IsMore(known.Step)
        select new Objection("protected-group", Decision.Deny, known.Step.N, $"'{Shown.Safe(name)}' keeps this host reachable; it is given nothing less");

    private static string Protected(RuleContext context, string scope) =>
        scope is "/" or "" ? "/" : scope.Split('/').FirstOrDefault(segment => context.Policy.ProtectedGroups.Contains(segment)) ?? "";

    private static bool IsMore(Step step) =>
        step.To == "max" || (Number(step.From) is { } from && Number(step.To) is { } to && to >= from);

    private static double? Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
