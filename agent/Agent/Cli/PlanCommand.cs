using System.CommandLine;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary><c>kernward plan "TEXT"</c>: findings, plan and ruling; nothing is applied.</summary>
internal static class PlanCommand
{
    public static Command Create(GlobalOptions options)
    {
        var text = new Argument<string>("TEXT") { Description = "what you want, in your own words" };
        var command = new Command("plan", "findings, plan and ruling for a message; nothing is applied") { text };
        return CommandLine.Add(command, options, run =>
            AskCommand.RunAsync(run, "plan", run.Flags.GetValue(text)!, new AskOptions(DryRun: true)));
    }
}
