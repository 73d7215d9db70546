using System.Globalization;
using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Policy.Rules;

/// <summary>The knowledge base's constraints between values, and between values and the host, hold once the plan is applied.</summary>
internal sealed class JointRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context)
    {
        foreach (var constraint in context.Tunables.Knowledge.Constraints)
            foreach (var (step, _) in context.Known().Where(known => constraint.Tunables.Contains(known.Step.Tunable)))
                if (Problem(context, constraint, step) is { Length: > 0 } problem)
                    yield return new Objection("joint", Decision.Deny, step.N, $"{problem}: {constraint.Why}");
    }

    private static string Problem(RuleContext context, Constraint constraint, Step step) => constraint switch
    {
        Constraint.Chain chain => OfChain(context, chain, step),
        Constraint.Bound bound => OfBound(context, bound, step),
        Constraint.Need need => OfNeed(context, need, step),
        Constraint.Apart apart => OfApart(context, apart, step),
        Constraint.Sum sum => OfSum(context, sum, step),
        Constraint.Share share => OfShare(context, share, step),
        Constraint.Listed listed => OfListed(context, listed, step),
        _ => $"{constraint.Id} is a kind of constraint that nobody can check",
    };

    /// <summary>0 is "not used; its partner counts" where writeback has two forms, and max "none" for the limits of a group.</summary>
    private static string OfChain(RuleContext context, Constraint.Chain chain, Step step)
    {
        var numbers = chain.Order.SelectMany(name => ConstraintValues.Numbers(context.After(name, step.Scope)))
            .Where(number => number > 0 && !double.IsInfinity(number)).ToList();
        return numbers.Zip(numbers.Skip(1)).Any(pair => pair.First > pair.Second)
            ? chain.Order.Count == 1
                ? $"the numbers of {chain.Order[0]} must not descend: {Shown.Safe(step.To)}"
                : $"{string.Join(" <= ", chain.Order)} must hold, and would not with {Shown.Safe(step.To)}"
            : "";
    }

    /// <summary>A bound that reads a tunable which this host has not does not concern it; one that reads the host's size must be checked.</summary>
    private static string OfBound(RuleContext context, Constraint.Bound bound, Step step)
    {
        if (ConstraintValues.Numbers(step.To) is not [.., var number]) return "";
        var values = new ConstraintValues(context, bound.Tunable, step.Scope);
        var (least, most) = (bound.Least?.Evaluate(values), bound.Most?.Evaluate(values));
        if (values.Missing.Count > 0) return Unknown(bound.Tunable, values);
        if (most is { } above && number > Math.Ceiling(above)) return $"{bound.Tunable} of {Shown.Safe(step.To)} is above {Text(above)}, its limit on this host";
        return least is { } below && number < Math.Floor(below) ? $"{bound.Tunable} of {Shown.Safe(step.To)} is below {Text(below)}, its least on this host" : "";
    }

    private static string OfNeed(RuleContext context, Constraint.Need need, Step step) =>
        context.After(need.Tunable, step.Scope) is { } value && need.Values.Contains(value)
        && context.After(need.Needs, step.Scope) is { } other && !need.ToBe.Contains(other)
            ? $"{need.Tunable} of {Shown.Safe(value)} needs {need.Needs} to be {string.Join(" or ", need.ToBe)}, and it is {Shown.Safe(other)}"
            : "";

    private static string OfApart(RuleContext context, Constraint.Apart apart, Step step)
    {
        var others = context.Plan.Steps.Where(other => other.N < step.N && other.Tunable != step.Tunable && other.Scope == step.Scope);
        return others.FirstOrDefault(other => apart.Any.Contains(other.Tunable)) is { } first
            ? $"{first.Tunable} and {step.Tunable} are not set in one plan"
            : "";
    }

    private static string OfSum(RuleContext context, Constraint.Sum sum, Step step)
    {
        var values = new ConstraintValues(context, sum.Tunable, step.Scope);
        var most = sum.Most.Evaluate(values);
        if (values.Missing.Count > 0) return Unknown(sum.Tunable, values);
        var others = context.Tunables.Siblings(context.Host, sum.Tunable, step.Scope).Keys.Select(scope => context.After(sum.Tunable, scope));
        var total = others.Append(step.To).Sum(value => ConstraintValues.Numbers(value) is [.., var number] ? number : 0);
        return total > most ? $"{sum.Tunable} of '{Shown.Safe(step.Scope)}' and its siblings would be {Text(total)}, of which {Text(most.Value)} is allowed" : "";
    }

    private static string OfShare(RuleContext context, Constraint.Share share, Step step)
    {
        if (ConstraintValues.Numbers(step.To) is not [.., var number]) return "";
        foreach (var scope in context.Tunables.Siblings(context.Host, share.Tunable, step.Scope).Keys)
            if (ProtectedGroups.Within(context, share.Tunable, scope) is { Length: > 0 } name
                && ConstraintValues.Numbers(context.After(share.Tunable, scope)) is [.., var theirs] && number > theirs * share.Factor)
                return $"{share.Tunable} of {Text(number)} is more than {Text(share.Factor)} times the {Text(theirs)} of '{Shown.Safe(name)}'";
        return "";
    }

    private static string OfListed(RuleContext context, Constraint.Listed listed, Step step)
    {
        if (NumberList.Parse(step.To) is not { } wanted) return "";
        if (context.Host.ReadText(listed.File) is not { } text || NumberList.Parse(text) is not { } there)
            return $"{listed.Tunable} cannot be checked: this host has no readable {listed.File}";
        return wanted.IsSubsetOf(there) ? "" : $"{listed.Tunable} of {Shown.Safe(step.To)} names more than {Shown.Safe(text)}, which is what there is";
    }

    private static string Unknown(string tunable, ConstraintValues values) =>
        $"{tunable} cannot be checked: this host does not say its {string.Join(", ", values.Missing.Distinct()).Replace('_', ' ')}";

    private static string Text(double number) => double.IsInfinity(number) ? "endless" : number.ToString("0.##", CultureInfo.InvariantCulture);
}
