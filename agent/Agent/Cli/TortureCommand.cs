using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Kernward.Cli.Views;
using Kernward.Demo;
using Kernward.Pipeline;
using Kernward.Torture;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward torture</c>: kills, faults and wrong messages without mercy, and what was lost by that (nothing).</summary>
internal static class TortureCommand
{
    private const int Stopped = 130, MostKills = 1_000_000, MostMessages = 10_000_000, MostFiles = 1_000_000_000;

    /// <summary>Set for the process that does it inside a network namespace of its own.</summary>
    private const string Inside = "--inside";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    public static Command Create(GlobalOptions options)
    {
        var kills = new Option<int>("--kills") { Description = "how many, at least", HelpName = "N", DefaultValueFactory = _ => 200 };
        var messages = new Option<int>("--messages") { Description = "how many mutated ones", HelpName = "N", DefaultValueFactory = _ => 100_000 };
        var files = new Option<int>("--files") { Description = "how many broken ones, for every sensor to read", HelpName = "N", DefaultValueFactory = _ => 200_000 };
        var seed = new Option<int?>("--seed") { Description = "of all chance; default: another one each time", HelpName = "S" };
        var scene = new Option<int?>("--scene") { Description = "only this scene of that seed, to see a loss again", HelpName = "K" };
        var inside = new Option<bool>(Inside) { Hidden = true };
        var command = new Command("torture", "kill it at random, break its kernel and files, send it nonsense; see that nothing is lost") { kills, messages, files, seed, scene, inside };
        return CommandLine.Add(command, options, run => RunAsync(run, run.Flags.GetValue(inside), new TortureOptions(
            run.Flags.GetValue(kills), run.Flags.GetValue(messages), run.Flags.GetValue(files),
            run.Flags.GetValue(seed) ?? RandomNumberGenerator.GetInt32(int.MaxValue), run.Flags.GetValue(scene))));
    }

    private static async Task<int> RunAsync(CommandRun run, bool inside, TortureOptions options)
    {
        if (options is { Kills: < 0 or > MostKills } or { Messages: < 0 or > MostMessages } or { Files: < 0 or > MostFiles } or { Seed: < 0 } or { Scene: < 1 })
            throw new ProblemException("usage", "That number is out of range.",
                $"--kills 0 to {MostKills}, --messages 0 to {MostMessages}, --files 0 to {MostFiles}, --seed from 0, --scene from 1", ExitCodes.Usage);
        if (inside) NetworkNamespace.EndWithParent();
        else if (Environment.IsPrivilegedProcess && TryInside(run, options) is { } code) return code;
        var tally = new Tally();
        var session = new TortureSession(options, tally);
        var finished = await WatchedAsync(run, session.RunAsync(run.Cancel), tally).ConfigureAwait(false);
        var summary = TortureView.Summary(tally, finished);
        if (run.Json) Console.Out.WriteLine(TortureView.Json(tally, options, summary));
        else TortureView.Write(run.Console, tally, options, session.NoKernel, summary);
        return tally.Losses.Count > 0 ? ExitCodes.RollbackIncomplete : finished ? ExitCodes.Done : Stopped;
    }

    /// <summary>The exit code of the same run in a network namespace of its own; null where none can be had.</summary>
    private static int? TryInside(CommandRun run, TortureOptions options)
    {
        string[] numbers = [.. new (string Name, int? Value)[] { ("--kills", options.Kills), ("--messages", options.Messages), ("--files", options.Files), ("--seed", options.Seed), ("--scene", options.Scene) }
            .Where(option => option.Value is not null).SelectMany(option => new[] { option.Name, option.Value!.Value.ToString(CultureInfo.InvariantCulture) })];
        string[] looks = [.. run.Json ? ["--json"] : Array.Empty<string>(), .. run.Flags.GetValue(run.Options.NoColor) ? ["--no-color"] : Array.Empty<string>()];
        try
        {
            return NetworkNamespace.RunSelf(["torture", Inside, .. numbers, .. looks]);
        }
        catch (DemoException)
        {
            return null;
        }
    }

    private static async Task<bool> WatchedAsync(CommandRun run, Task<bool> session, Tally tally)
    {
        var line = new ProgressLine(run.Console, "");
        try
        {
            while (!session.IsCompleted)
            {
                line.Write(TortureView.Progress(tally));
                await Task.WhenAny(session, Task.Delay(Pace, TimeProvider.System)).ConfigureAwait(false);
            }
            return await session.ConfigureAwait(false);
        }
        catch (TortureException e)
        {
            throw new ProblemException("torture", char.ToUpperInvariant(e.Message[0]) + e.Message[1..].TrimEnd('.') + ".", "`kernward doctor` checks the installation", ExitCodes.Unavailable);
        }
        finally
        {
            line.Write("");
        }
    }
}
