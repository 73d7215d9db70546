using Kernward.Detection;
using Kernward.Domain;
using Kernward.Knowledge;

namespace Kernward.Measurement;

/// <summary>Compares two windows of the same host: did what was expected happen, and did anything that must not worsen get worse.</summary>
public sealed class Judge(KnowledgeBase known)
{
    /// <summary>One comparison for each expectation of the plan, each distinct one once.</summary>
    public IReadOnlyList<Comparison> Expected(Plan plan, SampleWindow before, SampleWindow after) =>
        [.. plan.Steps.Select(step => step.Expect).OfType<Expectation>().Distinct().Select(expect => Compare(expect, before, after))];

    /// <summary>The metrics that no change may worsen, and whether they did not.</summary>
    public IReadOnlyList<Comparison> Guards(SampleWindow before, SampleWindow after) =>
        [.. known.Guards.Select(guard => Compare(guard, before, after)).Where(guard => guard.After is not null)];

    /// <summary>The verdict on the numbers; anything short of a clear yes is a rollback.</summary>
    public static (VerdictKind Kind, string Summary) Of(IReadOnlyList<Comparison> expected, IReadOnlyList<Comparison> guards)
    {
        if (guards.FirstOrDefault(guard => guard.Ok == false) is { } worse)
            return (VerdictKind.Reverted, $"{worse.Metric} got worse, from {Show(worse.Before, worse.Unit)} to {Show(worse.After, worse.Unit)}");
        if (expected.FirstOrDefault(number => number.After is null) is { } blind)
            return (VerdictKind.Inconclusive, $"{blind.Metric} gave no reading after the change, so it cannot be told whether it helped");
        if (expected.FirstOrDefault(number => number.Ok == false) is { } missed)
            return (VerdictKind.Reverted, $"it did not help: {missed.Metric} is {Show(missed.After, missed.Unit)}, {missed.Expected} was expected");
        if (expected.Count == 0) return (VerdictKind.Kept, "done as asked; nothing that is watched got worse");
        var first = expected[0];
        return (VerdictKind.Kept, $"it helped: {first.Metric} went from {Show(first.Before, first.Unit)} to {Show(first.After, first.Unit)}");
    }

    /// <summary>The reading of an expectation's metric, for charts.</summary>
    public static double? Read(Expectation expect, SampleWindow window) =>
        window.Read(expect.Metric, expect.Subject, WindowValues.ReadingOf(expect.Reading));

    private Comparison Compare(Expectation expect, SampleWindow before, SampleWindow after)
    {
        var (then, now) = (Read(expect, before), Read(expect, after));
        bool? ok = now is null ? null : expect.Relation == "below" ? now < expect.Value : now > expect.Value;
        var unit = UnitOf(expect.Metric, expect.Reading);
        return new Comparison(expect.Metric, expect.Subject, unit, then, now, $"{expect.Relation} {Show(expect.Value, unit)}", ok);
    }

    private Comparison Compare(GuardMetric guard, SampleWindow before, SampleWindow after)
    {
        var reading = WindowValues.ReadingOf(guard.Reading);
        var (then, now) = (before.Read(guard.Metric, "", reading), after.Read(guard.Metric, "", reading));
        var worse = now > (then ?? 0) * guard.Factor && now > (then ?? 0) + guard.By;
        return new Comparison(guard.Metric, "", UnitOf(guard.Metric, guard.Reading), then, now, "no worse", !worse);
    }

    private string UnitOf(string metric, string reading)
    {
        var unit = known.Metric(metric)?.Unit ?? "1";
        return reading == "rate" ? unit == "s" ? "s/s" : $"{(unit.StartsWith('{') ? "1" : unit)}/s" : unit;
    }

    private static string Show(double? value, string unit) => value is { } number ? Units.Show(number, unit) : "no reading";
}
