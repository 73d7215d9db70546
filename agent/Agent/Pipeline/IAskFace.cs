using Kernward.Detection;
using Kernward.Domain;
using Kernward.Language;

namespace Kernward.Pipeline;

/// <summary>Where a message came from and its answer is shown while it comes about: terminal, demo, script.</summary>
public interface IAskFace
{
    /// <summary>A stage begins: what is being done now, in words (<c>watching the host for 1.5 s</c>).</summary>
    void Begin(string doing);

    /// <summary>A link of the chain is there; <paramref name="soFar"/> holds it and all before.</summary>
    void Show(AskStage stage, AskResult soFar);

    /// <summary>How far a long stage is, from 0 to 1.</summary>
    void Progress(double done);

    /// <summary>Shows the plan and asks; false unless the operator says yes.</summary>
    Task<bool> ApproveAsync(Plan plan, Ruling ruling, CancellationToken cancel);

    /// <summary>Shows the facts, a line each, and asks; false unless the operator says yes.</summary>
    Task<bool> AskAsync(IReadOnlyList<string> facts, string question, CancellationToken cancel);
}

/// <summary>The links of the chain, in order.</summary>
public enum AskStage { Intent, Findings, Outlook, Plan, Ruling, Outcomes, Verdict }
