using System.Diagnostics;

namespace Kernward.Torture;

/// <summary>Waits for a moment of an operation and kills.</summary>
internal sealed class Killer(Scene scene, Tally tally)
{
    /// <summary>A moment that does not come (no more files change) is taken to be past.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks: a plan's writes are an fsync or two apart, and the processor is the worker's to use.</summary>
    private const uint Pause = 200;

    /// <summary>Kills at the moment. The one who was killed is another where there was no such process.</summary>
    public void Strike(Phase phase, Victim victim, Moment moment, MindProcess mind, IReadOnlyList<string?> before, Task doing)
    {
        Wait(moment, before, doing, tally.Typical(phase));
        var early = !doing.IsCompleted;
        var children = victim == Victim.Child ? ProcessTable.ChildrenOf(mind.Worker) : [];
        if (victim == Victim.Child && children.Count == 0) victim = Victim.Worker;
        IReadOnlyList<int> dying = victim switch
        {
            Victim.Worker => [mind.Worker],
            Victim.Child => children,
            Victim.Mind => [mind.Pid],
            _ => [mind.Pid, .. ProcessTable.ChildrenOf(mind.Worker), mind.Worker],
        };
        foreach (var pid in dying) ProcessTable.Kill(pid);
        // A process that is told to die runs on for a moment, and looks alive.
        while (dying.Any(ProcessTable.IsAlive)) TortureLibc.Pause(Pause);
        tally.Killed(phase, victim, early, Changed(before) > 0);
    }

    private void Wait(Moment moment, IReadOnlyList<string?> before, Task doing, TimeSpan typical)
    {
        var started = Stopwatch.GetTimestamp();
        var limit = moment.Changes < 0 ? typical * moment.Share : Patience;
        while (!doing.IsCompleted && Stopwatch.GetElapsedTime(started) < limit && (moment.Changes < 0 || Changed(before) < moment.Changes))
            TortureLibc.Pause(Pause);
        Thread.SpinWait(moment.Spins);
    }

    private int Changed(IReadOnlyList<string?> before) => scene.ReadAll().Zip(before).Count(pair => pair.First != pair.Second);
}
