using System.Diagnostics;
using System.Globalization;
using Kernward.Domain;
using Kernward.Policy;
using Kernward.Torture;
using Kernward.Worker;

namespace Kernward.Benchmarking;

/// <summary>
/// What the hands cost: a worker of its own on a tree of plain files, with the sandbox and the journal that a real host gets. As
/// root, because a sandbox takes that; run before this process gives its rights up.
/// </summary>
internal sealed class WorkerBench : IDisposable
{
    private const int Runs = 7, Steps = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly ScratchSpace _scratch = ScratchSpace.OnDisk();
    private readonly TreeScene _scene;

    public WorkerBench() => _scene = new TreeScene(_scratch, unified: true);

    public void Dispose()
    {
        _scene.Dispose();
        _scratch.Dispose();
    }

    /// <summary>Milliseconds from the approval of five steps to all of them applied, by a worker that was just started.</summary>
    public Task<double> ApplyAsync(CancellationToken cancel) => MedianAsync(async () =>
    {
        await using var worker = await ReadyAsync(cancel).ConfigureAwait(false);
        return await ApplyAsync(worker, cancel).ConfigureAwait(false);
    });

    /// <summary>Milliseconds from the start of a worker to its first answer, where the one before was killed while a change was pending.</summary>
    public Task<double> RecoveryAsync(CancellationToken cancel) => MedianAsync(async () =>
    {
        await using (var victim = await ReadyAsync(cancel).ConfigureAwait(false))
        {
            await ApplyAsync(victim, cancel).ConfigureAwait(false);
            using var process = Process.GetProcessById(victim.Pid);
            process.Kill();
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
        }
        var started = Stopwatch.GetTimestamp();
        await using var next = await ReadyAsync(cancel).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    });

    /// <summary>Resident memory of a worker that has applied and confirmed a plan, in MB.</summary>
    public Task<double> MemoryAsync(CancellationToken cancel) => MedianAsync(async () =>
    {
        await using var worker = await ReadyAsync(cancel).ConfigureAwait(false);
        await ApplyAsync(worker, cancel).ConfigureAwait(false);
        var line = File.ReadLines($"/proc/{worker.Pid}/status").First(field => field.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024 / 1e6;
    });

    private async Task<WorkerClient> ReadyAsync(CancellationToken cancel)
    {
        var worker = WorkerClient.Start(new WorkerCommand(WorkerCommand.Find(""), _scene.WorkerArguments), TimeProvider.System);
        var hello = await worker.HelloAsync(cancel).ConfigureAwait(false);
        return hello.Ok ? worker : throw new WorkerException(hello.Error!.Message);
    }

    private async Task<double> ApplyAsync(WorkerClient worker, CancellationToken cancel)
    {
        var plan = TorturePlan.Of(_scene.Identity, _scene.Knobs, World.First, Enumerable.Range(0, Steps).ToDictionary(knob => knob, _ => 1));
        var started = Stopwatch.GetTimestamp();
        var reply = await worker.ApplyAsync(plan, new Approval(plan.Id, "bench", "prompt", TimeProvider.System.GetUtcNow()), Deadline, cancel).ConfigureAwait(false);
        var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var applied = reply.Results is [var result] && result.Outcomes.All(outcome => outcome.Outcome == OutcomeKind.Applied);
        return applied ? time : throw new WorkerException(reply.Error?.Message ?? "not every step was applied");
    }

    private static async Task<double> MedianAsync(Func<Task<double>> measure)
    {
        var values = new List<double>();
        for (var i = 0; i <= Runs; i++)
        {
            var value = await measure().ConfigureAwait(false);
            if (i > 0) values.Add(value);
        }
        values.Sort();
        return Math.Round(values[values.Count / 2], 1);
    }
}
