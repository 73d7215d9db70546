using Kernward.Machine;
using Kernward.Pipeline;
using Kernward.Policy;
using Kernward.Settings;
using Spectre.Console;

namespace Kernward.Demo;

/// <summary>
/// The demo on this machine, inside its own network namespace and control groups. Everything from the words to the undo is the
/// code path of <c>ask</c>; policy keeps it within the demo's own reach.
/// </summary>
internal sealed class LiveDemo(IAnsiConsole console, AgentSettings settings, SceneRecorder? recorder, CancellationToken cancel)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private readonly TimeProvider _clock = TimeProvider.System;

    public async Task<int> PlayAsync()
    {
        NetworkNamespace.EndWithParent();
        var started = _clock.GetTimestamp();
        using var stage = new StageProcess();
        var policy = OwnPolicy(stage.Ready);
        var own = settings with
        {
            StateDirectory = stage.Ready.State,
            AnchorDirectory = Path.Combine(stage.Ready.State, "anchor"),
            LogDirectory = stage.Ready.State,
            PolicyFile = policy,
            Policy = PolicyFile.Read(policy),
        };
        await using var hands = Hands.Start(own);
        // A recording is written where the developer wants it, which takes root; the show itself does not.
        if (recorder is null) own = Rights.Drop(own);
        NetworkNamespace.EndWithParent();
        console.MarkupLine("[bold]Kernward, live on this machine[/] [dim]in a network namespace and control groups of the demo's own; nothing else is touched[/]");
        var mended = 0;
        foreach (var scene in DemoScene.All)
            if (await PlayAsync(scene, stage, hands, own).ConfigureAwait(false))
                mended++;
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{mended} of {DemoScene.All.Count} incidents mended, proved and undone[/] in {_clock.GetElapsedTime(started).TotalSeconds:0} s. Now yours: [bold]./kernward chat[/]");
        return mended == DemoScene.All.Count ? ExitCodes.Done : ExitCodes.DidNotHelp;
    }

    /// <summary>The defaults and the demo's own reach: what the operator forbade on this host, the demo does not come near.</summary>
    private static string OwnPolicy(StageReady stage)
    {
        var path = Path.Combine(stage.State, "policy.json");
        File.WriteAllText(path, new System.Text.Json.Nodes.JsonObject { ["reach"] = stage.Groups }.ToJsonString());
        return path;
    }

    private async Task<bool> PlayAsync(DemoScene scene, StageProcess stage, Hands hands, AgentSettings own)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{scene.Title}[/]").LeftJustified());
        console.MarkupLineInterpolated($"{scene.Story}");
        stage.Begin(scene);
        await Task.Delay(WarmUp, _clock, cancel).ConfigureAwait(false);
        var before = stage.Clients(Watched);
        console.MarkupLineInterpolated($"Customers now: [red]p99 {before.P99Ms:0} ms[/], p50 {before.P50Ms:0} ms [dim]({before.Count} requests, {before.Errors} failed)[/]");
        var values = stage.Values();
        console.MarkupLineInterpolated($"[bold]You[/] [italic]{scene.Words}[/]");
        using var services = new AgentServices(own, hands, _ => new LiveHost(_clock), "model");
        if (recorder is not null) await recorder.SickAsync(services, scene.Name).ConfigureAwait(false);
        var result = await new AskPipeline(services.Kit, new DemoFace(console)).RunAsync(scene.Words, new AskOptions(), cancel).ConfigureAwait(false);
        if (result.ExitCode != ExitCodes.Applied)
        {
            console.MarkupLineInterpolated($"[red]{result.Summary}[/]");
            return false;
        }
        await Task.Delay(Settle, _clock, cancel).ConfigureAwait(false);
        var after = stage.Clients(Watched);
        if (recorder is not null) await recorder.MendedAsync(services, scene.Name).ConfigureAwait(false);
        var halved = after.Count > 0 && after.P99Ms <= before.P99Ms / 2;
        console.MarkupLineInterpolated($"Customers now: [green]p99 {after.P99Ms:0} ms[/], p50 {after.P50Ms:0} ms [dim]({after.Count} requests, {after.Errors} failed)[/] {(halved ? "" : "not halved!")}");
        return await UndoAsync(services, result.Change, values, stage).ConfigureAwait(false) && halved;
    }

    private async Task<bool> UndoAsync(AgentServices services, string change, IReadOnlyDictionary<string, string> before, StageProcess stage)
    {
        var undone = await new AskPipeline(services.Kit, new DemoFace(console)).UndoAsync(change, force: false, cancel).ConfigureAwait(false);
        var differing = TouchableValues.Differing(before, stage.Values());
        console.MarkupLineInterpolated(differing.Count == 0 && undone.ExitCode == ExitCodes.Done
            ? (FormattableString)$"[bold]Undone[/] and compared: all {before.Count} values of the namespace and the groups are what they were, byte for byte."
            : $"[red]Undo left a difference: {string.Join(", ", differing)} {undone.Summary}[/]");
        stage.EndIncident();
        return differing.Count == 0 && undone.ExitCode == ExitCodes.Done;
    }
}
