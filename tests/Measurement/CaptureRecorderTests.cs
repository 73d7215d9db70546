using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Measurement;

public sealed class CaptureRecorderTests
{
    [Fact]
    public async Task Records_a_frame_at_the_start_and_after_each_interval()
    {
        var host = new RecordingHost(new MemoryHost(("proc/loadavg", "1 1 1 1/1 1\n")));
        var writer = await CaptureRecorder.RecordAsync(host, SensorSet.Create(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2), default);
        Assert.Equal(3, writer.Frames);
    }

    [Fact]
    public async Task Refuses_an_interval_of_nothing() => await Assert.ThrowsAsync<CaptureException>(() => CaptureRecorder.RecordAsync(
        new RecordingHost(new MemoryHost()), SensorSet.Create(), TimeSpan.FromSeconds(5), TimeSpan.Zero, default));

    [Fact]
    public async Task Replays_a_live_host_to_the_same_readings()
    {
        var recording = new RecordingHost(new LiveHost(TimeProvider.System));
        await AssertReplaysExactlyAsync(recording, frames: 4, TimeSpan.FromMilliseconds(30));
    }

    [Fact]
    public async Task Replays_a_replay_to_the_same_readings() =>
        await AssertReplaysExactlyAsync(new RecordingHost(CapturedHost.Open(Fixtures.Capture("busy-group"))), 5, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task Shows_the_busy_group_of_the_recording_throttled()
    {
        var sampler = new Sampler(CapturedHost.Open(Fixtures.Capture("busy-group")), SensorSet.Create());
        var window = await sampler.WatchAsync(TimeSpan.FromSeconds(4), 4, default);
        Assert.All(window.Samples, sample => Assert.Empty(sample.Failures));
        Assert.Equal(0.2, window.Last.Get("cgroup.cpu.max", "/batch.slice"));
        Assert.Equal(50, window.Last.Get("cgroup.cpu.weight", "/batch.slice"));
        Assert.InRange(window.Read("cgroup.cpu.usage", "/batch.slice", Reading.Rate)!.Value, 0.1, 0.25);
        Assert.True(window.Read("cgroup.cpu.throttled_periods", "/batch.slice", Reading.Increase) > 10);
        Assert.Contains(window.Last.Processes, process => process.Cgroup == "/batch.slice");
    }

    private static async Task AssertReplaysExactlyAsync(RecordingHost recording, int frames, TimeSpan interval)
    {
        var live = new Sampler(recording, SensorSet.Create());
        var writer = CaptureWriter.For(recording, interval);
        var seen = new List<MetricSnapshot>();
        for (var i = 0; i < frames; i++)
        {
            seen.Add(live.Sample());
            writer.Add(recording.TakeFrame(seen[^1].At, seen[^1].Time));
            await recording.WaitAsync(interval, default);
        }
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        stream.Position = 0;
        var host = CapturedHost.Read(stream, "replay");
        var replay = new Sampler(host, SensorSet.Create());
        for (var i = 0; i < frames; i++)
        {
            AssertSame(seen[i], replay.Sample(), seen[0].At);
            if (i + 1 < frames) await host.WaitAsync(seen[i + 1].At - seen[i].At, default);
        }
    }

    private static void AssertSame(MetricSnapshot live, MetricSnapshot replayed, TimeSpan start)
    {
        static IEnumerable<(string, string, double)> Readings(MetricSnapshot snapshot) => snapshot.All
            .Where(pair => pair.Key.Name != "kernward.sensor.duration")
            .Select(pair => (pair.Key.Name, pair.Key.Subject, pair.Value)).Order();
        Assert.Equal(Readings(live), Readings(replayed));
        Assert.Equal(live.Processes, replayed.Processes);
        Assert.Equal(live.Cgroups, replayed.Cgroups);
        Assert.Equal(live.Failures, replayed.Failures);
        Assert.Equal(live.At - start, replayed.At);
        // A capture keeps one clock; a live host's two are read one after the other, which takes what it takes.
        Assert.Equal(live.Time, replayed.Time, TimeSpan.FromMinutes(1));
    }
}
