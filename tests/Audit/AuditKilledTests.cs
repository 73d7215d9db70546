using System.Diagnostics;
using Kernward.Audit;
using Kernward.Tests.Support;
using Kernward.Tests.Worker;

namespace Kernward.Tests.Audit;

public sealed class AuditKilledTests : IDisposable
{
    private readonly WorkerProcess _process = new();

    public void Dispose() => _process.Dispose();

    /// <summary>The real worker, killed with -9 at random moments of its work; the next one settles, and the log stays whole.</summary>
    [Fact]
    public async Task The_chain_outlives_workers_that_are_killed()
    {
        var random = new Random(9);
        var before = _process.Snapshot();
        var place = new AuditPlace(_process.State);
        for (var round = 0; round < 12; round++)
        {
            var worker = _process.Start();
            await worker.AskAsync(new Kernward.Worker.HelloRequest(), CancellationToken.None);
            var work = Task.Run(async () =>
            {
                for (var i = 1; ; i++)
                {
                    var reply = await worker.AskAsync(WorkerProcess.LongPlan(), CancellationToken.None);
                    if (reply.Results is [{ } applied]) await worker.AskAsync(new Kernward.Worker.RevertRequest(applied.Change), CancellationToken.None);
                }
            });
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(random.Next(5, 250)), TimeProvider.System));
            using (var process = Process.GetProcessById(worker.Pid)) process.Kill();
            await Assert.ThrowsAnyAsync<Exception>(() => work);
            await worker.DisposeAsync();
            var report = new AuditVerifier(place).Verify(CancellationToken.None);
            Assert.True(report.IsIntact, string.Join("; ", report.Breaks));
        }
        await using (var last = _process.Start()) await last.AskAsync(new Kernward.Worker.HelloRequest(), CancellationToken.None);
        Assert.Equal(before, _process.Snapshot());
        Assert.InRange(new AuditVerifier(place).Verify(CancellationToken.None).Entries, 12, 100_000);
    }
}
