using Kernward.Execution;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Pipeline;

/// <summary>What to record: how many frames, how far apart, into which file.</summary>
public sealed record CaptureRequest(string File, int Frames, TimeSpan Interval, bool WithArguments);

/// <summary>Records what the sensors read and every tunable of the host, so that plans can be made on the capture too.</summary>
public static class CaptureRecorder
{
    /// <summary>The number of frames. <paramref name="progress"/> is told after each.</summary>
    public static async Task<int> RecordAsync(
        Host host, IReadOnlyList<ISensor> sensors, ActuatorSet tunables, CaptureRequest request, IProgress<double>? progress, CancellationToken cancel)
    {
        var recording = new RecordingHost(host, request.WithArguments);
        var sampler = new Sampler(recording, sensors);
        var writer = CaptureWriter.For(host, request.Interval);
        for (var i = 0; i < request.Frames; i++)
        {
            if (i > 0) await host.WaitAsync(request.Interval, cancel).ConfigureAwait(false);
            var snapshot = sampler.Sample();
            HostIdentity.Of(recording);
            ReadTunables(recording, tunables, snapshot);
            writer.Add(recording.TakeFrame(snapshot.At, snapshot.Time));
            progress?.Report((i + 1.0) / request.Frames);
        }
        writer.Save(request.File);
        return writer.Frames;
    }

    private static void ReadTunables(RecordingHost host, ActuatorSet tunables, MetricSnapshot snapshot)
    {
        var disks = host.List("sys/block");
        foreach (var tunable in tunables.Knowledge.Tunables)
        {
            var scopes = tunable.Kind switch { "cgroup" => snapshot.Cgroups, "block" => disks, _ => ["host"] };
            foreach (var scope in scopes) tunables.Read(host, tunable.Id, scope);
        }
    }
}
