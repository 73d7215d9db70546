using System.Diagnostics;
using Kernward.Measurement;

namespace Kernward.Benchmarking;

/// <summary>
/// The figures that the project holds itself to. Whole commands are timed as processes of their own, from start to exit, and
/// the median of several runs counts: these are the times that an operator waits.
/// </summary>
public sealed class Benchmarks(Func<AgentServices> makeServices, Action<string> progress)
{
    private const int Runs = 7;
    private const int Observations = 200;
    private const string Message = "give nginx more cpu than the nightly backup";

    private readonly string _self = Environment.ProcessPath ?? throw new InvalidOperationException("the program's own path is not known");

    private readonly Lazy<AgentServices> _services = new(makeServices);

    /// <summary>In the order in which they run: the first three take root's rights, which the services give up when they are made.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["apply.five_steps", "worker.recovery", "worker.memory", "version.start", "observe.cpu", "observe.p99", "observe.share", "observe.growth", "ruling.p50", "ruling.p95", "history.append", "history.day", "history.read", "model.load", "intent.start", "intent.warm.p50", "ask.dry_run", "ask.memory"];

    private AgentServices Services => _services.Value;

    /// <summary>Runs one by name.</summary>
    public async Task<BenchResult> RunAsync(string name, CancellationToken cancel)
    {
        progress(name);
        return name switch
        {
            "apply.five_steps" => new BenchResult(name, await HandsAsync(bench => bench.ApplyAsync(cancel)).ConfigureAwait(false), "ms", 400),
            "worker.recovery" => new BenchResult(name, await HandsAsync(bench => bench.RecoveryAsync(cancel)).ConfigureAwait(false), "ms", 1000),
            "worker.memory" => new BenchResult(name, await HandsAsync(bench => bench.MemoryAsync(cancel)).ConfigureAwait(false), "MB", 60),
            "version.start" => new BenchResult(name, await WallAsync(["--version"], cancel).ConfigureAwait(false), "ms", 120),
            "observe.cpu" => new BenchResult(name, ObservationCpu(), "ms", 5),
            "observe.p99" => new BenchResult(name, ObservationBench.Measure(bench => bench.P99()), "ms", 15),
            "observe.share" => new BenchResult(name, ObservationBench.Measure(bench => bench.Share()), "%", 0.5),
            "observe.growth" => new BenchResult(name, ObservationBench.Measure(bench => bench.Growth()), "MB", 1),
            "ruling.p50" => new BenchResult(name, RulingBench.Milliseconds(Services, 0.5), "ms", 2),
            "ruling.p95" => new BenchResult(name, RulingBench.Milliseconds(Services, 0.95), "ms", 2),
            "history.append" => new BenchResult(name, HistoryBench.Append(), "ms", 1),
            "history.day" => new BenchResult(name, HistoryBench.Day(), "MB", 128),
            "history.read" => new BenchResult(name, HistoryBench.Read(), "ms", 20),
            "model.load" => new BenchResult(name, await LoadAsync(cancel).ConfigureAwait(false), "ms", 300),
            "intent.start" => new BenchResult(name, await WallAsync(["intent", Message, "--json"], cancel).ConfigureAwait(false), "ms", 400),
            "intent.warm.p50" => new BenchResult(name, await WarmAsync(cancel).ConfigureAwait(false), "ms", 150),
            "ask.dry_run" => new BenchResult(name, await WallAsync(["ask", "make the network faster", "--dry-run", "--json"], cancel).ConfigureAwait(false), "ms", 2500),
            "ask.memory" => new BenchResult(name, await MemoryAsync(cancel).ConfigureAwait(false), "MB", 300),
            _ => throw new ArgumentException($"there is no benchmark {name}", nameof(name)),
        };
    }

    private static async Task<double> HandsAsync(Func<WorkerBench, Task<double>> measure)
    {
        using var bench = new WorkerBench();
        return await measure(bench).ConfigureAwait(false);
    }

    /// <summary>CPU time of one observation in a process that makes many: a command's first one also compiles code.</summary>
    private double ObservationCpu()
    {
        for (var i = 0; i < 20; i++) Services.Sampler.Sample();
        using var self = Process.GetCurrentProcess();
        var before = self.TotalProcessorTime;
        for (var i = 0; i < Observations; i++) Services.Sampler.Sample();
        self.Refresh();
        return Math.Round((self.TotalProcessorTime - before).TotalMilliseconds / Observations, 3);
    }

    private async Task<double> LoadAsync(CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await Services.Model.ClientAsync(cancel).ConfigureAwait(false);
        return Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1);
    }

    private async Task<double> WarmAsync(CancellationToken cancel)
    {
        var reader = await Services.Model.ReaderAsync(cancel).ConfigureAwait(false);
        var times = new List<double>();
        for (var i = 0; i < Runs * 3; i++)
            times.Add((await reader.ReadAsync($"{Message} {i}", [], "", cancel).ConfigureAwait(false)).Milliseconds);
        return Math.Round(Median(times), 1);
    }

    private async Task<double> WallAsync(string[] arguments, CancellationToken cancel)
    {
        var times = new List<double>();
        for (var i = 0; i <= Runs; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var child = Start(arguments);
            await child.StandardOutput.ReadToEndAsync(cancel).ConfigureAwait(false);
            await child.WaitForExitAsync(cancel).ConfigureAwait(false);
            if (i > 0) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return Math.Round(Median(times), 1);
    }

    /// <summary>The most resident memory that a whole <c>ask --dry-run</c> had, from the kernel's own mark (VmHWM), in MB.</summary>
    private async Task<double> MemoryAsync(CancellationToken cancel)
    {
        using var child = Start(["ask", "make the network faster", "--dry-run", "--json"]);
        var output = child.StandardOutput.ReadToEndAsync(cancel);
        long most = 0;
        while (!child.WaitForExit(20))
        {
            child.Refresh();
            if (!child.HasExited) most = Math.Max(most, child.PeakWorkingSet64);
        }
        await output.ConfigureAwait(false);
        return Math.Round(most / 1e6, 1);
    }

    private Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo(_self, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("the program could not start itself");

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
