using System.Diagnostics;
using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Torture;

/// <summary>
/// One scene through its rounds: each interrupts something, starts a fresh worker, and asks the oracle; at the end everything is
/// undone and must be what was there at first. A scene in which something was lost is left at that.
/// </summary>
internal sealed class SceneRun(Scene scene, string where, Tally tally, CancellationToken cancel) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Oracle _oracle = new(scene);
    private readonly Killer _killer = new(scene, tally);
    private MindProcess? _mind;
    private World _world = World.First;

    public void Dispose() => _mind?.Dispose();

    public async Task RunAsync(IEnumerable<Round> rounds, Func<bool> isEnough)
    {
        await FreshAsync(Phase.Apply).ConfigureAwait(false);
        foreach (var round in rounds)
        {
            if (isEnough() || cancel.IsCancellationRequested) break;
            try
            {
                var allowed = await InterruptAsync(round).ConfigureAwait(false);
                if (!await SettledAsync(round, allowed).ConfigureAwait(false)) return;
            }
            catch (Exception e) when (e is TimeoutException or TortureException)
            {
                Lost(round, e is TimeoutException ? $"no answer in {Patience.TotalSeconds:0} s" : e.Message);
                return;
            }
            tally.Ended(scene.Kind == "kernel");
        }
        if (!cancel.IsCancellationRequested) await UndoAllAsync().ConfigureAwait(false);
    }

    /// <summary>The states that are right after it, given what was answered before the kill.</summary>
    private async Task<IReadOnlyList<World>> InterruptAsync(Round round)
    {
        switch (round.Phase)
        {
            case Phase.Undo or Phase.UndoAll:
                return await InterruptUndoAsync(round).ConfigureAwait(false);
            case Phase.Pending or Phase.Confirm:
                return await InterruptPendingAsync(round).ConfigureAwait(false);
            case Phase.Apply:
                await StrikeAsync(round, 0, Ask(Apply(round))).ConfigureAwait(false);
                return [_world];
            default:
                var recoveries = round.Phase == Phase.Recovery ? 1 : 2;
                await StrikeAsync(round with { Phase = Phase.Apply, Victims = [Victim.Worker] }, 0, Ask(Apply(round))).ConfigureAwait(false);
                for (var i = 1; i <= recoveries; i++)
                {
                    await GoneAsync().ConfigureAwait(false);
                    await _mind!.StartWorkerAsync().ConfigureAwait(false);
                    // All but the last one kill the worker alone: a mind's death would let it restore by itself.
                    await StrikeAsync(i < recoveries ? round with { Victims = [Victim.Worker, Victim.Worker] } : round, i, Ask("hello")).ConfigureAwait(false);
                }
                return [_world];
        }
    }

    private async Task<IReadOnlyList<World>> InterruptPendingAsync(Round round)
    {
        var id = await PendingAsync(round).ConfigureAwait(false);
        var moment = round.Moments[0] with { Changes = -1, Share = (round.Pick % 100) / 80.0 };
        round = round with { Moments = [moment] };
        if (round.Phase == Phase.Pending)
        {
            await StrikeAsync(round, 0, new TaskCompletionSource<MindReply?>().Task).ConfigureAwait(false);
            return [_world];
        }
        var kept = _world.With(new KeptChange(id, round.Sets(_world, scene.Knobs)));
        var reply = await StrikeAsync(round, 0, Ask("confirm " + id)).ConfigureAwait(false);
        return reply?.Only("kept") is null ? [_world, kept] : [kept];
    }

    private async Task<IReadOnlyList<World>> InterruptUndoAsync(Round round)
    {
        if (_world.Kept.Count == 0) await KeepAsync(round).ConfigureAwait(false);
        if (round.Phase == Phase.UndoAll)
        {
            var all = await StrikeAsync(round, 0, Ask("undo all")).ConfigureAwait(false);
            return IsDone(all) ? [World.First] : _world.OnTheWayToFirst;
        }
        var id = _world.Kept[round.Pick % _world.Kept.Count].Id;
        var reply = await StrikeAsync(round, 0, Ask("undo " + id)).ConfigureAwait(false);
        return IsDone(reply) ? [_world.Without(id)] : [_world, _world.Without(id)];
    }

    private async Task<MindReply?> StrikeAsync(Round round, int strike, Task<MindReply?> doing)
    {
        _killer.Strike(round.Phase, round.Victims[strike], round.Moments[strike], _mind!, scene.ReadAll(), doing);
        return doing.IsCompleted || round.Phase != Phase.Pending ? await doing.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false) : null;
    }

    private async Task<bool> SettledAsync(Round round, IReadOnlyList<World> allowed)
    {
        if (_mind!.IsAlive && ProcessTable.IsAlive(_mind.Worker)) await Ask("end").WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        var hello = await FreshAsync(Phase.Recovery).ConfigureAwait(false);
        if (!hello.Ok) return Lost(round, $"a fresh worker answered {hello.Text}");
        if (_oracle.JournalError() is { Length: > 0 } damage)
        {
            tally.Lost(At(round, damage), inJournal: true);
            return false;
        }
        var history = await Ask("history").WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false) ?? MindReply.Of("gone");
        if (!history.Ok) return Lost(round, $"the history was answered with {history.Text}");
        if (_oracle.Find(allowed, history, out var wrong) is not { } world) return Lost(round, wrong);
        _world = world;
        return true;
    }

    private async Task UndoAllAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var reply = await Ask("undo all").WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        foreach (var phase in new[] { Phase.Undo, Phase.UndoAll }) tally.Took(phase, Stopwatch.GetElapsedTime(started));
        var history = await Ask("history").WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        if (!IsDone(reply) || history is not { Ok: true }) tally.Lost(new Loss(where, $"undo all answered {reply?.Text}"));
        else if (_oracle.Find([World.First], history, out var wrong) is null) tally.Lost(new Loss(where, "after undo all, " + wrong));
    }

    /// <summary>A fresh worker, with a fresh mind where that is dead, and its first answer: by then all that was left is settled.</summary>
    private async Task<MindReply> FreshAsync(Phase phase)
    {
        await GoneAsync().ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        await _mind!.StartWorkerAsync().ConfigureAwait(false);
        var up = Stopwatch.GetTimestamp();
        var hello = await Ask("hello").WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        if (phase == Phase.Recovery)
        {
            tally.Recovered(Stopwatch.GetElapsedTime(started));
            foreach (var recovery in new[] { Phase.Recovery, Phase.SecondRecovery }) tally.Took(recovery, Stopwatch.GetElapsedTime(up));
        }
        return hello ?? MindReply.Of("gone: the mind died");
    }

    /// <summary>Waits until the last worker is dead, as one whose mind died restores first; and sees to a mind.</summary>
    private async Task GoneAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (_mind is { Worker: > 0 } mind && ProcessTable.IsAlive(mind.Worker))
        {
            if (Stopwatch.GetElapsedTime(started) > Patience) throw new TimeoutException();
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System).ConfigureAwait(false);
        }
        if (_mind is { IsAlive: true }) return;
        _mind?.Dispose();
        _mind = new MindProcess(scene.WorkerArguments);
    }

    private async Task KeepAsync(Round round)
    {
        var id = await PendingAsync(round).ConfigureAwait(false);
        var started = Stopwatch.GetTimestamp();
        var reply = await Ask("confirm " + id).WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        tally.Took(Phase.Confirm, Stopwatch.GetElapsedTime(started));
        if (reply?.Only("kept") is null) throw new TortureException($"a confirmation was answered with {reply?.Text}");
        _world = _world.With(new KeptChange(id, round.Sets(_world, scene.Knobs)));
    }

    private async Task<string> PendingAsync(Round round)
    {
        var started = Stopwatch.GetTimestamp();
        var reply = await Ask(Apply(round)).WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
        tally.Took(Phase.Apply, Stopwatch.GetElapsedTime(started));
        return reply?.Only("pending") ?? throw new TortureException($"a plan was answered with {reply?.Text}");
    }

    private string Apply(Round round) =>
        "apply " + JsonSerializer.Serialize(TorturePlan.Of(scene.Identity, scene.Knobs, _world, round.Sets(_world, scene.Knobs)), AgentJson.Default.Plan);

    private Task<MindReply?> Ask(string line) => _mind!.AskAsync(line);

    private static bool IsDone(MindReply? reply) => reply is { Ok: true } && reply.Changes.All(change => change.Value == "kept");

    /// <summary>A round that Ctrl-C came into is not judged: the terminal sends that to every process, also to one that just begins.</summary>
    private bool Lost(Round round, string what)
    {
        if (!cancel.IsCancellationRequested) tally.Lost(At(round, what));
        return false;
    }

    private Loss At(Round round, string what) =>
        new($"{where}, round {round.Number} ({round.Phase}, {string.Join('/', round.Victims)})", what);
}
