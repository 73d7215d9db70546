using Kernward.Cli;
using Kernward.Domain;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Demo;

/// <summary>The terminal's face, with a yes that is shown: the demo answers for the operator.</summary>
internal sealed class DemoFace(IAnsiConsole console) : IAskFace
{
    private readonly TerminalFace _face = new(console, canAsk: false);

    public void Begin(string doing) => _face.Begin(doing);

    public void Show(AskStage stage, AskResult soFar) => _face.Show(stage, soFar);

    public void Progress(double done) => _face.Progress(done);

    public Task<bool> ApproveAsync(Plan plan, Ruling ruling, CancellationToken cancel)
    {
        console.MarkupLineInterpolated($"Apply {plan.Steps.Count} step{(plan.Steps.Count == 1 ? "" : "s")}? [bold][[y/N]][/] [green]y[/] [dim](the demo answers; you would be asked)[/]");
        return Task.FromResult(true);
    }

    /// <summary>The demo forces nothing: what somebody else changed meanwhile stays.</summary>
    public Task<bool> AskAsync(IReadOnlyList<string> facts, string question, CancellationToken cancel) => _face.AskAsync(facts, question, cancel);
}
