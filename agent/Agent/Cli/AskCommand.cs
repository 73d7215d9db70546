using System.CommandLine;
using Kernward.Cli.Views;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary><c>kernward ask "TEXT"</c>: one message, the whole way.</summary>
internal static class AskCommand
{
    public static Command Create(GlobalOptions options)
    {
        var text = new Argument<string>("TEXT") { Description = "what you want, in your own words; - reads it from standard input" };
        var yes = new Option<bool>("--yes") { Description = "approve the plan in advance (policy still rules on it)" };
        var dryRun = new Option<bool>("--dry-run") { Description = "everything but the change" };
        var command = new Command("ask", "one message, the whole way: read, observe, diagnose, plan, rule, approve, apply, verify") { text, yes, dryRun };
        return CommandLine.Add(command, options, run => RunAsync(run, "ask", run.Flags.GetValue(text)!,
            new AskOptions(run.Flags.GetValue(yes), run.Flags.GetValue(dryRun))));
    }

    public static async Task<int> RunAsync(CommandRun run, string command, string text, AskOptions options)
    {
        (run.NeedsModel, run.NeedsHands, run.LooksBack) = (true, !options.DryRun, true);
        if (text == "-") text = await Console.In.ReadToEndAsync(run.Cancel).ConfigureAwait(false);
        var result = await new AskPipeline(run.Services.Kit, Face(run)).RunAsync(text, options, run.Cancel).ConfigureAwait(false);
        return Finish(run, command, result);
    }

    public static IAskFace Face(CommandRun run) => run.Json ? new JsonFace() : new TerminalFace(run.Console, Terminal.CanAsk, run.Flags.GetValue(run.Options.Verbose));

    public static int Finish(CommandRun run, string command, AskResult result)
    {
        if (run.Json) Console.Out.WriteLine(Envelope.Of(command, result));
        else if (result.Problem is { } problem && result.Reading is null) return CommandLine.Say(run, command, problem);
        else ResultView.Write(run.Console, result);
        return result.ExitCode;
    }
}
