using Kernward.Answering;
using Kernward.Detection;
using Kernward.Domain;
using Kernward.Forecasting;
using Kernward.Language;

namespace Kernward.Pipeline;

/// <summary>Everything that came of one message; what did not come about is null.</summary>
public sealed record AskResult
{
    public required int ExitCode { get; init; }

    /// <summary>One sentence for the operator.</summary>
    public required string Summary { get; init; }

    public IntentReading? Reading { get; init; }

    public Answer? Answer { get; init; }

    public Diagnosis? Diagnosis { get; init; }

    /// <summary>What the history adds to the diagnosis; null where there is none.</summary>
    public Outlook? Outlook { get; init; }

    public Plan? Plan { get; init; }

    /// <summary>Who chose the steps: <c>rules</c> or <c>model</c>.</summary>
    public string ChosenBy { get; init; } = "";

    public Ruling? Ruling { get; init; }

    public IReadOnlyList<StepOutcome>? Outcomes { get; init; }

    public Verdict? Verdict { get; init; }

    /// <summary>Id of the change in the journal, where something was applied.</summary>
    public string Change { get; init; } = "";

    /// <summary>What confined the writes (<c>bubblewrap</c>, <c>landlock</c>, <c>namespace</c>, <c>none</c>); empty where nothing real was written.</summary>
    public string Sandbox { get; init; } = "";

    public IReadOnlyList<string> Next { get; init; } = [];

    public Problem? Problem { get; init; }

    /// <summary>Wall time of each stage, in milliseconds.</summary>
    public IReadOnlyDictionary<string, double> Timings { get; init; } = new Dictionary<string, double>();
}
