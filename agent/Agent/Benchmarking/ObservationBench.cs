using System.Diagnostics;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Sensors;

namespace Kernward.Benchmarking;

/// <summary>
/// What it costs to observe a busy host once a second, as <c>kernward observe</c> does: every sensor over a tree of plain files with
/// 500 processes and 200 groups, whose other files are this machine's own. Plain files are cheaper to read than the kernel's, so that part of a real host's cost is left out.
/// </summary>
internal sealed class ObservationBench : IDisposable
{
    private const int Warming = 100, Observations = 1000, Many = 5000;

    private readonly BusyHost _tree = new();
    private readonly SteppedTime _time = new();
    private readonly Sampler _sampler;

    private ObservationBench()
    {
        _sampler = new Sampler(new LiveHost(_time, _tree.Root) { HoldsFiles = true }, SensorSet.Create());
        for (var i = 0; i < Warming; i++) Observe();
    }

    public static double Measure(Func<ObservationBench, double> figure)
    {
        using var bench = new ObservationBench();
        return figure(bench);
    }

    public void Dispose() => _tree.Dispose();

    /// <summary>Milliseconds from the start to the end of an observation, the slowest in a hundred.</summary>
    public double P99()
    {
        var times = new double[Observations];
        for (var i = 0; i < times.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            _sampler.SampleSparingly();
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            GoOn();
        }
        Array.Sort(times);
        return Math.Round(times[(int)(times.Length * 0.99) - 1], 2);
    }

    /// <summary>Share of one CPU, in percent, that one observation a second takes, collections of garbage included.</summary>
    public double Share()
    {
        var whole = CpuTime(Observe);
        return Math.Round(Math.Max(0, (whole - CpuTime(GoOn)).TotalSeconds) / Observations * 100, 3);
    }

    private static TimeSpan CpuTime(Action action)
    {
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        for (var i = 0; i < Observations; i++) action();
        self.Refresh();
        return self.TotalProcessorTime - before;
    }

    /// <summary>Megabytes that are held after many more observations than before them.</summary>
    public double Growth()
    {
        for (var i = 0; i < Observations; i++) Observe();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Many; i++) Observe();
        return Math.Round(Math.Max(0, GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6, 3);
    }

    private void Observe()
    {
        _sampler.SampleSparingly();
        GoOn();
    }

    /// <summary>A second of the host's time: what is read seldom is read as seldom as it will be.</summary>
    private void GoOn()
    {
        _tree.Move();
        _time.Second();
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks = TimeSpan.TicksPerHour;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Second() => _ticks += TimeSpan.TicksPerSecond;
    }
}
