using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.History;

/// <summary>
/// Looks at a host once a second and keeps what it sees; once a minute also at values that leave no trace when they are changed. The
/// pace is that of the clock, not of the work: a slow sample delays none but itself.
/// </summary>
public sealed class Observer(Sampler sampler, HistoryRecorder recorder, Func<IReadOnlyDictionary<string, string>> values)
{
    private const int SamplesBetweenLooks = 60;

    public long Samples { get; private set; }

    /// <summary>Until it is cancelled, which is how it is meant to end. <paramref name="after"/> is called after each sample.</summary>
    public async Task RunAsync(TimeSpan interval, Action after, CancellationToken cancel)
    {
        var host = sampler.Host;
        recorder.Add(new HistoryEvent(host.Time, "observer", "Kernward began to observe"));
        NoteKernel();
        for (var due = host.Uptime; !cancel.IsCancellationRequested; due += interval)
        {
            if (due < host.Uptime - interval) due = host.Uptime;
            if (due > host.Uptime && !await WaitedAsync(host, due - host.Uptime, cancel).ConfigureAwait(false)) return;
            recorder.Add(sampler.SampleSparingly());
            if (Samples++ % SamplesBetweenLooks == 0) recorder.Note("sysctl", values(), host.Time);
            after();
        }
    }

    private void NoteKernel()
    {
        var identity = HostIdentity.Of(sampler.Host);
        recorder.Note("kernel", new Dictionary<string, string> { ["kernel"] = identity.KernelRelease }, sampler.Host.Time);
    }

    private static async Task<bool> WaitedAsync(Host host, TimeSpan time, CancellationToken cancel)
    {
        try
        {
            await host.WaitAsync(time, cancel).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
