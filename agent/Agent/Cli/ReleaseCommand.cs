using System.CommandLine;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary>
/// <c>kernward release TUNABLE</c>: Kernward may touch again what somebody else changed after it. <c>--journal</c>: what a
/// damaged journal held is lost, and Kernward may go on.
/// </summary>
internal static class ReleaseCommand
{
    public static Command Create(GlobalOptions options)
    {
        var name = new Argument<string?>("TUNABLE") { Description = "canonical name or alias", Arity = ArgumentArity.ZeroOrOne };
        var journal = new Option<bool>("--journal") { Description = "accept that what a damaged journal held can no longer be undone" };
        var command = new Command("release", "give a tunable that somebody else changed back to Kernward") { name, journal };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(name) is null != parsed.GetValue(journal)) parsed.AddError("release needs a TUNABLE or --journal, one of the two.");
        });
        return CommandLine.Add(command, options, async run =>
        {
            run.NeedsHands = true;
            return AskCommand.Finish(run, "release", await ReleaseAsync(run, run.Flags.GetValue(name)).ConfigureAwait(false));
        });
    }

    private static Task<AskResult> ReleaseAsync(CommandRun run, string? name)
    {
        var pipeline = new AskPipeline(run.Services.Kit, AskCommand.Face(run));
        return name is null ? pipeline.AcceptDamageAsync(run.Cancel) : pipeline.ReleaseAsync(name, run.Cancel);
    }
}
