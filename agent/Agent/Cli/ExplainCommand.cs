using System.CommandLine;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary><c>kernward explain NAME</c>: a tunable, finding, metric or term, with this host's value; no model is needed.</summary>
internal static class ExplainCommand
{
    public static Command Create(GlobalOptions options)
    {
        var name = new Argument<string?>("NAME") { Description = "vm.swappiness, accept-queue-overflow, psi, ...; none: the list", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("explain", "a tunable, finding, metric or term, with this host's value; no model is needed") { name };
        return CommandLine.Add(command, options, run => Task.FromResult(AskCommand.Finish(run, "explain",
            new AskPipeline(run.Services.Kit, AskCommand.Face(run)).Explain(run.Flags.GetValue(name) ?? "", ""))));
    }
}
