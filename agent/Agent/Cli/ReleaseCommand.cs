using System.CommandLine;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary><c>kernward release TUNABLE</c>: Kernward may touch again what somebody else changed after it.</summary>
internal static class ReleaseCommand
{
    public static Command Create(GlobalOptions options)
    {
        var name = new Argument<string>("TUNABLE") { Description = "canonical name or alias" };
        var command = new Command("release", "give a tunable that somebody else changed back to Kernward") { name };
        return CommandLine.Add(command, options, async run =>
        {
            run.NeedsHands = true;
            return AskCommand.Finish(run, "release",
            await new AskPipeline(run.Services.Kit, AskCommand.Face(run)).ReleaseAsync(run.Flags.GetValue(name)!, run.Cancel).ConfigureAwait(false));
        });
    }
}
