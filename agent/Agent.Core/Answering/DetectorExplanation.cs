using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Answering;

/// <summary>What a detector finds, from which thresholds on, and what Kernward would and would not do about it.</summary>
internal static class DetectorExplanation
{
    public static Section Of(HostValues values, Detector detector) => new(detector.Id, detector.Summary,
    [
        new AnswerRow("why it matters", detector.Why),
        .. detector.When.Select(condition => Of(values, detector, condition, "found when")),
        .. detector.CriticalWhen.Select(condition => Of(values, detector, condition, "critical when")),
        .. detector.RefutedBy.Select(refutation => Of(values, detector, refutation.Condition, "not found when", refutation.Why)),
        .. values.Known.Causes.Where(cause => cause.Symptom == detector.Id).Select(cause => new AnswerRow("can come of", $"{cause.Cause}: {cause.Why}")),
        .. values.Known.Causes.Where(cause => cause.Cause == detector.Id).Select(cause => new AnswerRow("can bring", $"{cause.Symptom}: {cause.Why}")),
        new AnswerRow("whose it is", Class(detector.Class)),
        .. detector.Remedies.Select(remedy => new AnswerRow("Kernward would",
            $"set {remedy.Tunable}{Scope(remedy)} to {remedy.To?.Text ?? remedy.Word}: {remedy.Why}")),
        .. detector.Wrong.Select(wrong => new AnswerRow("Kernward would not", $"{wrong.What}: {wrong.Why}")),
        .. detector.Advice.Length > 0 ? new[] { new AnswerRow("for you", detector.Advice) } : [],
        new AnswerRow("incident", detector.Incident),
        new AnswerRow("source", detector.Source),
    ]);

    /// <summary>The threshold, with the host's present value where the detector is of the host.</summary>
    private static AnswerRow Of(HostValues values, Detector detector, Condition condition, string label, string because = "")
    {
        var unit = condition.Unit.Length > 0 ? condition.Unit : values.UnitOf(condition.Metric, condition.Value, "");
        var (word, bound) = condition.Above is { } above ? ("above", above) : ("below", condition.Below ?? 0);
        var clear = condition.Clear is { } over ? $", until past {Units.Show(over, unit)}" : "";
        var window = condition.WindowS > 0 ? $" over {Units.Show(condition.WindowS, "s")}" : "";
        var reason = because.Length > 0 ? $": {because}" : "";
        var now = detector.Subject == "host" && condition.WindowS <= 0 && values.Evaluate(condition.Value, "") is { } value
            ? $"now {values.Number(condition.Metric, value, unit, "")}" : "";
        return new AnswerRow(label, $"{condition.Value.Text} is {word} {Units.Show(bound, unit)}{clear}{window}{reason}", now);
    }

    private static string Scope(Remedy remedy) => remedy.Scope switch
    {
        "subject" => " of the one that suffers",
        "culprit" => " of the one that takes too much",
        _ => "",
    };

    private static string Class(FindingClass what) => what switch
    {
        FindingClass.Tune => "a setting of this host helps",
        FindingClass.Reallocate => "dividing resources anew helps",
        FindingClass.HandOver => "somebody else's: hardware, provider or application",
        _ => "nobody's: it is worth knowing, and nothing needs to be done",
    };
}
