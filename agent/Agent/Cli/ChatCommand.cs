using System.CommandLine;
using Kernward.Cli.Views;
using Kernward.Domain;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward chat</c>: one message after the other; a plan that waits is answered by the next message.</summary>
internal static class ChatCommand
{
    public static Command Create(GlobalOptions options) =>
        CommandLine.Add(new Command("chat", "converse with this server (also: kernward without a command)"), options, RunAsync);

    public static async Task<int> RunAsync(CommandRun run)
    {
        if (run.Json)
            throw new ProblemException("usage", "A conversation is no single JSON object.", "kernward ask \"...\" --json", ExitCodes.Usage);
        (run.NeedsModel, run.NeedsHands) = (true, true);
        var session = new ChatSession(run);
        run.Console.MarkupLine("[bold]Kernward[/] looks after this server. Say what you want, or [bold]/help[/]. Nothing changes before you approve it.");
        await run.Services.Kit.Reader(run.Cancel).ConfigureAwait(false);
        while (session.Ask() is { } line)
            if (!await session.AnswerAsync(line).ConfigureAwait(false))
                break;
        return ExitCodes.Done;
    }
}
