namespace Kernward.Domain;

/// <summary>What the judge says after: it helped, it did not, it cannot be told.</summary>
public enum VerdictKind { Kept, Reverted, Inconclusive }

/// <summary>One metric before and after, both measured on this host; <paramref name="Ok"/> null where it was only watched.</summary>
public sealed record Comparison(
    string Metric, string Subject, string Unit, double? Before, double? After, string Expected, bool? Ok);

/// <summary>The judgement with its numbers; <paramref name="Trace"/> is the first comparison's metric over time, for a chart.</summary>
public sealed record Verdict(
    VerdictKind Result, string Summary, IReadOnlyList<Comparison> Numbers, IReadOnlyList<Comparison> Guards, IReadOnlyList<double> Trace);
