using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>What can go wrong, what brings what about, and what is counted as load.</summary>
public sealed partial class KnowledgeReader
{
    private static Detector ReadDetector(Entry entry) => new()
    {
        Id = entry.Text("id"),
        Incident = entry.Text("incident"),
        Class = entry.OneOf<FindingClass>("class"),
        Severity = entry.OneOf<Severity>("severity"),
        Subject = entry.OneOf("subject", "host", Kinds),
        Summary = entry.Text("summary"),
        Why = entry.Text("why"),
        When = [.. entry.Entries("when").Select(ReadCondition)],
        CriticalWhen = [.. entry.Entries("critical_when").Select(ReadCondition)],
        RefutedBy = [.. entry.Entries("refuted_by").Select(ReadRefutation)],
        Culprit = entry.Formula("culprit"),
        Resources = entry.Texts("resources"),
        Remedies = [.. entry.Entries("remedies").Select(ReadRemedy)],
        Wrong = [.. entry.Entries("wrong").Select(wrong => wrong.Alternative())],
        Advice = entry.Text("advice", required: false),
        Source = entry.Text("source"),
    };

    private static Condition ReadCondition(Entry entry)
    {
        var condition = ConditionOf(entry);
        entry.Close();
        return condition;
    }

    private static Refutation ReadRefutation(Entry entry)
    {
        var refutation = new Refutation(ConditionOf(entry), entry.Text("why"));
        entry.Close();
        return refutation;
    }

    private static Condition ConditionOf(Entry entry)
    {
        var metric = entry.Text("metric");
        var value = entry.Formula("value", required: true) ?? Formula.Parse("0");
        var condition = new Condition(metric, value, entry.Number("above"), entry.Number("below"), entry.Number("clear"),
            entry.Text("unit", required: false), entry.Number("window_s") ?? 0);
        if (condition.Above is null == condition.Below is null) entry.Wrong("one of 'above' and 'below' is needed");
        if (condition.WindowS < 0) entry.Wrong("'window_s' is negative");
        return condition;
    }

    private static Remedy ReadRemedy(Entry entry)
    {
        var remedy = new Remedy
        {
            Tunable = entry.Text("tunable"),
            Scope = entry.OneOf("scope", "host", "host", "subject", "culprit"),
            To = entry.Formula("to"),
            Word = entry.Text("word", required: false),
            Why = entry.Text("why"),
            Gain = entry.OneOf("gain", "medium", "low", "medium", "high"),
            Expect = ReadExpectation(entry.Child("expect")),
        };
        if (remedy.To is null == (remedy.Word.Length == 0)) entry.Wrong("one of 'to' and 'word' is needed");
        entry.Close();
        return remedy;
    }

    private static Expectation? ReadExpectation(Entry? entry)
    {
        if (entry is null) return null;
        var expectation = new Expectation(
            entry.Text("metric"), entry.OneOf("relation", "", "below", "above"), entry.Number("value") ?? 0,
            (int)(entry.Number("within_s") ?? 10), entry.Text("subject", required: false),
            entry.OneOf("reading", "last", "last", "mean", "max", "min", "rate", "increase"));
        if (!entry.Has("value")) entry.Wrong("'value' is missing");
        entry.Close();
        return expectation;
    }

    private static Causation ReadCausation(Entry entry) => new(
        entry.Text("cause"), entry.Text("symptom"), entry.OneOf<CausationScope>("on"), entry.Text("why"));

    private static ResourceLoad ReadLoad(Entry entry) => new(
        entry.Text("id"), entry.Text("label"), entry.Text("metric"), entry.Formula("share", required: true) ?? Formula.Parse("0"),
        entry.Text("word"));
}
