using System.CommandLine;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary><c>kernward history</c>: what was changed, when, why, and what came of it.</summary>
internal static class HistoryCommand
{
    public static Command Create(GlobalOptions options)
    {
        var limit = new Option<int>("--limit") { Description = "how many changes", HelpName = "N", DefaultValueFactory = _ => 20 };
        var command = new Command("history", "what was changed, when, why, and what came of it") { limit };
        return CommandLine.Add(command, options, async run =>
        {
            run.NeedsHands = true;
            return AskCommand.Finish(run, "history",
            await new AskPipeline(run.Services.Kit, AskCommand.Face(run)).HistoryAsync(run.Flags.GetValue(limit), run.Cancel).ConfigureAwait(false));
        });
    }
}
