using System.CommandLine;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary><c>kernward undo [ID|last|all]</c>: what was there before is there again, byte for byte.</summary>
internal static class UndoCommand
{
    public static Command Create(GlobalOptions options)
    {
        var which = new Argument<string>("WHICH") { Description = "a change's id, last or all", DefaultValueFactory = _ => "last" };
        var force = new Option<bool>("--force") { Description = "also where somebody else changed the value since" };
        var command = new Command("undo", "take changes back, byte for byte") { which, force };
        return CommandLine.Add(command, options, async run =>
        {
            run.NeedsHands = true;
            return AskCommand.Finish(run, "undo",
            await new AskPipeline(run.Services.Kit, AskCommand.Face(run))
                .UndoAsync(run.Flags.GetValue(which)!, run.Flags.GetValue(force), run.Cancel).ConfigureAwait(false));
        });
    }
}
