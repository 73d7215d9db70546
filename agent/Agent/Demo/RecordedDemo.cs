using Kernward.Execution;
using Kernward.Machine;
using Kernward.Pipeline;
using Kernward.Scenarios;
using Kernward.Settings;
using Kernward.Worker;
using Spectre.Console;

namespace Kernward.Demo;

/// <summary>
/// The demo without root: the same code path over recordings of the two incidents, made on a real machine. Values are written
/// into the recording; this machine is only read for nothing.
/// </summary>
internal sealed class RecordedDemo(IAnsiConsole console, AgentSettings settings, CancellationToken cancel)
{
    public async Task<int> PlayAsync()
    {
        var folders = Folders();
        var mended = 0;
        foreach (var folder in folders)
            if (await PlayAsync(folder).ConfigureAwait(false))
                mended++;
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{mended} of {folders.Count} recorded incidents mended, proved and undone.[/] Live, as root: [bold]sudo ./kernward demo[/]. Now yours: [bold]./kernward chat[/]");
        return mended == folders.Count ? ExitCodes.Done : ExitCodes.DidNotHelp;
    }

    private static List<string> Folders()
    {
        var first = InstalledFiles.Find("evals/scenarios/accept-queue-bursts/scenario.json")
            ?? throw new DemoException("The recordings of the demo are not beside the program.", "Install it again, or run the demo as root.");
        var scenarios = Path.GetDirectoryName(Path.GetDirectoryName(first))!;
        return [Path.Combine(scenarios, "accept-queue-bursts"), Path.Combine(scenarios, "backup-starves-shop")];
    }

    private async Task<bool> PlayAsync(string folder)
    {
        var scenario = Scenario.Read(folder);
        var state = Directory.CreateTempSubdirectory("kernward-demo-");
        try
        {
            var own = settings with
            {
                StateDirectory = state.FullName, AnchorDirectory = Path.Combine(state.FullName, "anchor"), LogDirectory = state.FullName,
            };
            using var services = new AgentServices(own, Hands.Start(own, needed: false),
                tunables => ScenarioHost.Open(folder, scenario, tunables), "model");
            console.WriteLine();
            console.Write(new Rule($"[bold]{Path.GetFileName(folder)}[/] [dim](recorded)[/]").LeftJustified());
            console.MarkupLineInterpolated($"{scenario.Story}");
            console.MarkupLineInterpolated($"[bold]You[/] [italic]{scenario.Ask}[/]");
            return await PlayAsync(scenario, services).ConfigureAwait(false);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private async Task<bool> PlayAsync(Scenario scenario, AgentServices services)
    {
        var host = (BranchingHost)services.Host;
        var before = Values(scenario, services);
        var pipeline = new AskPipeline(services.Kit, new DemoFace(console));
        var result = await pipeline.RunAsync(scenario.Ask, new AskOptions(), cancel).ConfigureAwait(false);
        if (result.ExitCode != ExitCodes.Applied || !host.IsMended)
        {
            console.MarkupLineInterpolated($"[red]{result.Summary}[/]");
            return false;
        }
        var undone = await pipeline.UndoAsync(result.Change, force: false, cancel).ConfigureAwait(false);
        var same = before.SequenceEqual(Values(scenario, services)) && !host.IsMended;
        console.MarkupLineInterpolated($"[bold]Undone[/] {(same ? "and compared: every value is what it was, byte for byte." : undone.Summary)}");
        return same && undone.ExitCode == ExitCodes.Done;
    }

    private static List<string> Values(Scenario scenario, AgentServices services) =>
        [.. scenario.Accept.Select(step => step.Tunable).Distinct().SelectMany(tunable => services.Sampler.Sample().Cgroups.Append("host")
            .Select(scope => $"{tunable} {scope} {services.Tunables.Read(services.Host, tunable, scope)}"))];
}
