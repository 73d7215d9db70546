using System.CommandLine;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary><c>kernward diagnose</c>: findings with evidence; no model is needed.</summary>
internal static class DiagnoseCommand
{
    public static Command Create(GlobalOptions options)
    {
        var seconds = new Option<double?>("--seconds") { Description = "how long to watch (default: Observe:WindowSeconds)", HelpName = "N" };
        var command = new Command("diagnose", "what is wrong, with evidence; no model is needed") { seconds };
        return CommandLine.Add(command, options, async run =>
        {
            run.LooksBack = true;
            var result = await new AskPipeline(run.Services.Kit, AskCommand.Face(run))
                .DiagnoseAsync(run.Flags.GetValue(seconds), run.Cancel).ConfigureAwait(false);
            return AskCommand.Finish(run, "diagnose", result);
        });
    }
}
