using System.Diagnostics;
using Kernward.Audit;
using Kernward.Tests.Support;
using Kernward.Tests.Worker;

namespace Kernward.Tests.Audit;

public sealed class AuditKilledTests : IDisposable
{
    private readonly WorkerProcess _process = new();

    public void Dispose() => _process.Dispose();

    /// <summary>A random moment after the log has grown by so many bytes.</summary>
    private static void KillAfter(int pid, string log, long bytes, int spins, Task work)
    {
        static long Length(string log) => File.Exists(log) ? new FileInfo(log).Length : 0;
        using var victim = Process.GetProcessById(pid);
        var enough = Length(log) + bytes;
        while (Length(log) < enough && !work.IsCompleted) Thread.Yield();
        Thread.SpinWait(spins);
        victim.Kill();
    }

    /// <summary>The real worker, killed with -9 at random moments of its work; the next one settles, and the log stays whole.</summary>
    [Fact]
    public async Task The_chain_outlives_workers_that_are_killed()
    {
        var random = new Random(9);
        var before = _process.Snapshot();
        var place = new AuditPlace(_process.State);
        for (var round = 0; round < 10; round++)
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
            KillAfter(worker.Pid, place.Log, random.Next(1, 5000), random.Next(4000), work);
            await Assert.ThrowsAnyAsync<Exception>(() => work);
            await worker.DisposeAsync();
            var report = new AuditVerifier(place).Verify(CancellationToken.None);
            Assert.True(report.IsIntact, string.Join("; ", report.Breaks));
        }
        await using (var last = _process.Start()) await last.AskAsync(new Kernward.Worker.HelloRequest(), CancellationToken.None);
        Assert.Equal(before, _process.Snapshot());
        // Each kill comes after so many bytes were added, on any machine.
        Assert.True(new AuditVerifier(place).Verify(CancellationToken.None).Entries >= 20);
    }
}
