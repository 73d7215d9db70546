using System.Runtime.InteropServices;
using Kernward.Cli.Views;
using Kernward.Domain;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary>One conversation: the plan that waits, the last result, and Ctrl-C that ends an answer and not the talk.</summary>
internal sealed class ChatSession(CommandRun run)
{
    private AskResult? _last;
    private Plan? _pending;

    /// <summary>The next line; null at the end of input.</summary>
    public string? Ask()
    {
        run.Console.Markup(_pending is null ? "[bold]>[/] " : "[bold](plan waiting) >[/] ");
        return Console.ReadLine();
    }

    /// <summary>False where the conversation is over.</summary>
    public async Task<bool> AnswerAsync(string line)
    {
        var text = line.Trim();
        if (text.Length == 0) return true;
        if (text is "/quit" or "/exit" or "quit" or "exit") return false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        try
        {
            if (text[0] == '/') await CommandAsync(text, stop.Token).ConfigureAwait(false);
            else await MessageAsync(text, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            run.Console.MarkupLine("\n[dim]stopped; nothing was left half done[/]");
        }
        return true;
    }

    private AskPipeline Pipeline => new(run.Services.Kit, new TerminalFace(run.Console, canAsk: false));

    private async Task CommandAsync(string text, CancellationToken cancel)
    {
        switch (text.Split(' ')[0])
        {
            case "/help":
                run.Console.MarkupLine("Say what you want in your own words; or: [bold]/plan[/] the plan that waits, [bold]/undo[/] the last change, "
                    + "[bold]/evidence[/] the numbers behind the last answer, [bold]/history[/], [bold]/quit[/]. Ctrl-C stops an answer.");
                break;
            case "/plan" when _pending is not null: PlanView.Write(run.Console, _pending, ""); break;
            case "/plan": run.Console.MarkupLine("No plan is waiting."); break;
            case "/undo": Finish(await Pipeline.UndoAsync("last", force: false, cancel).ConfigureAwait(false)); break;
            case "/history": Finish(await Pipeline.HistoryAsync(20, cancel).ConfigureAwait(false)); break;
            case "/evidence" when _last?.Diagnosis is { } diagnosis: FindingsView.Write(run.Console, diagnosis); break;
            case "/evidence": run.Console.MarkupLine("The last answer rests on no measurement."); break;
            default: run.Console.MarkupLineInterpolated($"There is no {text.Split(' ')[0]}; /help shows what there is."); break;
        }
    }

    private async Task MessageAsync(string text, CancellationToken cancel)
    {
        var options = new AskOptions { Pending = _pending };
        var result = await Pipeline.RunAsync(text, options, cancel).ConfigureAwait(false);
        if (_pending is { } plan && result.Reading is { } reading && result.Problem?.Code != "unclear")
        {
            if (reading.Intent.Act == Act.Confirm && !reading.IsPlain)
            {
                run.Console.MarkupLine("That may be a yes, but a change needs a plain one: [bold]yes[/] applies the plan that waits, [bold]no[/] drops it.");
                return;
            }
            if (reading.Intent.Act == Act.Confirm)
            {
                _pending = null;
                Finish(await Pipeline.ApplyAsync(plan, new AskOptions(Yes: true), cancel).ConfigureAwait(false));
                return;
            }
            if (reading.Intent.Act == Act.Reject)
            {
                _pending = null;
                run.Console.MarkupLine("Left as it is; nothing was changed.");
                return;
            }
            if (reading.Intent.Act == Act.Revise)
            {
                Revise(plan, reading.Intent);
                return;
            }
        }
        Finish(result);
    }

    private void Finish(AskResult result)
    {
        _last = result;
        if (result.ExitCode == ExitCodes.AwaitsApproval && !result.Plan!.Intent.Has("dry-run"))
        {
            _pending = result.Plan;
            run.Console.MarkupLineInterpolated($"Shall I? [dim](yes, no, or what to change)[/]");
            return;
        }
        if (result.ExitCode != ExitCodes.BadInput) _pending = null;
        ResultView.Write(run.Console, result);
    }

    /// <summary>A revised plan is a new plan with a new id, and waits again.</summary>
    private void Revise(Plan plan, Intent wish)
    {
        var revised = Planning.PlanRevision.Of(plan, wish, run.Services.Knowledge, out var problem);
        if (revised is null)
        {
            run.Console.MarkupLineInterpolated($"{problem}");
            return;
        }
        _pending = revised;
        PlanView.Write(run.Console, revised, "you");
        RulingView.Write(run.Console, Policy.Guard.Rule(new Policy.RuleContext(revised, run.Services.Host, run.Services.Tunables, run.Services.Settings.Policy)));
        run.Console.MarkupLine("Shall I? [dim](yes, no, or what to change)[/]");
    }
}
