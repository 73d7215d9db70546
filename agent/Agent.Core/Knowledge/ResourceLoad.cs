namespace Kernward.Knowledge;

/// <summary>
/// How loaded one resource is, from 0 to 1, for each subject that <paramref name="Metric"/> has: one entry of
/// <c>knowledge/loads.json</c>. <paramref name="Word"/> says what the share is (<c>busy</c>, <c>full</c>).
/// </summary>
public sealed record ResourceLoad(string Id, string Label, string Metric, Formula Share, string Word);
