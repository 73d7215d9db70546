using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>Which way a metric goes when something runs out.</summary>
public enum Toward { Rises, Falls }

/// <summary>
/// Something that has a limit, as data: one entry of <c>knowledge/forecasts.json</c>. What <paramref name="Metric"/> rises to is
/// <paramref name="Share"/> of the metric <paramref name="Limit"/>; what it falls to is that too, or zero where there is no limit.
/// Within <paramref name="HorizonHours"/> it is a finding, within <paramref name="CriticalHours"/> a critical one.
/// <paramref name="Summary"/> says what will be (<c>{subject} is full</c>), <paramref name="What"/> what is left (<c>space</c>).
/// </summary>
public sealed record ForecastEntry(
    string Id, string Incident, FindingClass Class, string Metric, Toward Toward, string Limit, double Share, double HorizonHours,
    double CriticalHours, string Summary, string What, string Why, string Advice, string Source);
