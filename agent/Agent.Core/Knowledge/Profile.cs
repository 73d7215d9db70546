using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>One setting of a workload profile; applied where <paramref name="If"/> (a formula, more than 0) holds or is absent.</summary>
public sealed record ProfileSetting(string Tunable, Formula? To, string Word, Formula? If, string Why, string Source);

/// <summary>What a kind of workload wants of a host, as data: one entry of <c>knowledge/profiles.json</c>.</summary>
public sealed record Profile(
    string Id, IReadOnlyList<string> Workloads, string Summary, IReadOnlyList<ProfileSetting> Settings);

/// <summary>
/// How a wish about a party becomes a step: for <paramref name="Resource"/> and <paramref name="Relation"/> (and, where it
/// differs, the unit) the tunable and the formula, for the party itself and for the other one. One entry of
/// <c>knowledge/allocations.json</c>. Formulas know <c>value</c> (in base units), <c>current</c>, <c>other</c>, <c>cores</c>, <c>ram</c>.
/// </summary>
public sealed record AllocationRule(
    string Resource, string Relation, IReadOnlyList<string> Units, string Tunable, Formula? To, Formula? OtherTo,
    string Why, Expectation? Expect);

/// <summary>A metric as data: one entry of <c>knowledge/metrics.json</c>.</summary>
public sealed record Metric(string Name, string Kind, string Unit, string Subject, string Path, string Summary);

/// <summary>
/// A metric that no change may worsen: judged worse when the reading after is above <paramref name="Factor"/> times the one
/// before and at least <paramref name="By"/> above it. One entry of <c>knowledge/guards.json</c>.
/// </summary>
public sealed record GuardMetric(string Metric, string Reading, double Factor, double By, string Why);
