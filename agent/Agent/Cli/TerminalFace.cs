using Kernward.Cli.Views;
using Kernward.Domain;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary>A run as a person sees it: each link of the chain when it is there, one line of progress in between.</summary>
internal sealed class TerminalFace(IAnsiConsole console, bool canAsk, bool verbose = false) : IAskFace
{
    private readonly ProgressLine _line = new(console, "");
    private string _doing = "";

    public void Begin(string doing)
    {
        _doing = doing;
        _line.Write($"… {doing}");
    }

    public void Progress(double done) => _line.Write($"… {_doing} {done:0%}");

    public void Show(AskStage stage, AskResult soFar)
    {
        _line.Write("");
        switch (stage)
        {
            case AskStage.Intent: IntentView.Write(console, soFar.Reading!); break;
            case AskStage.Findings: FindingsView.Write(console, soFar.Diagnosis!, verbose); break;
            case AskStage.Outlook: OutlookView.Write(console, soFar); break;
            case AskStage.Plan: PlanView.Write(console, soFar.Plan!, soFar.ChosenBy); break;
            case AskStage.Ruling: RulingView.Write(console, soFar.Ruling!); break;
            case AskStage.Outcomes: OutcomesView.Write(console, soFar.Outcomes!, soFar.Change, soFar.Sandbox); break;
            case AskStage.Verdict: VerdictView.Write(console, soFar.Verdict!); break;
        }
    }

    public Task<bool> ApproveAsync(Plan plan, Ruling ruling, CancellationToken cancel) =>
        AskAsync([], $"Apply {plan.Steps.Count} step{(plan.Steps.Count == 1 ? "" : "s")}?", cancel);

    /// <summary>Anything but yes is no; without a terminal it is no.</summary>
    public async Task<bool> AskAsync(IReadOnlyList<string> facts, string question, CancellationToken cancel)
    {
        if (!canAsk) return false;
        _line.Write("");
        foreach (var fact in facts) console.MarkupLineInterpolated($"  {fact}");
        console.Markup(Markup.Escape(question) + " [bold][[y/N]][/] ");
        var answer = await Task.Run(Console.ReadLine, cancel).WaitAsync(cancel).ConfigureAwait(false);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}
