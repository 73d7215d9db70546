using System.CommandLine;
using Kernward.Demo;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward demo</c>: two real incidents, really mended, in under a minute; without root the same on a recording.</summary>
internal static class DemoCommand
{
    /// <summary>Set for the process that plays inside the demo's own network namespace.</summary>
    private const string Inside = "--inside";

    public static Command Create(GlobalOptions options)
    {
        var inside = new Option<bool>(Inside) { Hidden = true };
        var record = new Option<string?>("--record") { Description = "also record the two incidents as scenarios into this folder", HelpName = "DIR", Hidden = true };
        var recorded = new Option<bool>("--recorded") { Description = "play on the bundled recordings even as root" };
        var command = new Command("demo", "watch it work: two real incidents found, mended, proved and undone, in under a minute") { inside, recorded, record };
        return CommandLine.Add(command, options, run => RunAsync(run, run.Flags.GetValue(inside), run.Flags.GetValue(recorded), run.Flags.GetValue(record)));
    }

    private static async Task<int> RunAsync(CommandRun run, bool inside, bool recorded, string? record)
    {
        if (run.Json) throw new ProblemException("usage", "The demo is a show for people.", "kernward ask \"...\" --json is the same path for scripts", ExitCodes.Usage);
        try
        {
            if (inside) return await new LiveDemo(run.Console, run.Settings, record is null ? null : new SceneRecorder(record, run.Cancel), run.Cancel).PlayAsync().ConfigureAwait(false);
            if (!recorded && Environment.IsPrivilegedProcess) return NetworkNamespace.RunSelf(["demo", Inside, .. record is null ? [] : new[] { "--record", record }, .. Passed(run)]);
            run.Console.MarkupLineInterpolated($"[yellow]{(recorded ? "Playing on recordings, as asked" : "Not root: playing on recordings of the same two incidents")}. As root it is live.[/]");
            var settings = Rights.Drop(run.Settings);
            return await new RecordedDemo(run.Console, settings, run.Cancel).PlayAsync().ConfigureAwait(false);
        }
        catch (DemoException e)
        {
            throw new ProblemException("demo", e.Message, e.Hint, ExitCodes.Unavailable);
        }
    }

    /// <summary>The flags that the inner process needs to hear of too.</summary>
    private static IEnumerable<string> Passed(CommandRun run)
    {
        if (run.Flags.GetValue(run.Options.NoColor)) yield return "--no-color";
        if (run.Flags.GetValue(run.Options.Verbose)) yield return "--verbose";
        if (run.Flags.GetValue(run.Options.Model) is { } model) foreach (var word in new[] { "--model", model }) yield return word;
        if (run.Flags.GetValue(run.Options.Config) is { } config) foreach (var word in new[] { "--config", config }) yield return word;
        yield return "--planner";
        yield return run.Flags.GetValue(run.Options.Planner)!;
    }
}
