using System.Diagnostics;
using Kernward.BootFiles;
using Kernward.Tests.Support;
using Kernward.Tests.Worker;
using Kernward.Worker;
using Xunit.Abstractions;

namespace Kernward.Tests.BootFiles;

/// <summary>The real program, killed while it puts files in place.</summary>
public sealed class KilledWorkerTests(ITestOutputHelper print) : IDisposable
{
    private const string Directory = "etc/sysctl.d";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly WorkerProcess _process = new();

    public void Dispose() => _process.Dispose();

    private List<string> Files => [.. System.IO.Directory.GetFiles(_process.Full(Directory)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Keeps_and_takes_back_byte_for_byte()
    {
        var plan = _process.LastingPlan();
        var before = _process.Snapshot();
        await using var worker = _process.Start();
        var reply = await worker.AskAsync(plan, Never);
        Assert.True(reply.Ok, reply.Error?.Message);
        Assert.True((await worker.ConfirmAsync("c1", Never)).Ok);
        Assert.Equal(4, Files.Count);
        Assert.True((await worker.UndoAsync("c1", "root", false, Never)).Ok);
        Assert.Equal(before, _process.Snapshot());
    }

    /// <summary>
    /// Twenty kills and more, until two of them left some of the files, each a random moment after a random one of three files was
    /// there: no file is ever half written, and after the next start either all of the change is there (it was confirmed) or none.
    /// </summary>
    [Fact]
    public async Task Leaves_no_half_file_when_it_is_killed_in_the_middle()
    {
        const int seed = 20260304;
        print.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var plan = _process.LastingPlan();
        var before = _process.Snapshot();
        var (cut, whole, kill) = (0, 0, 1);
        for (; (kill <= 20 || cut < 2) && kill <= 200; kill++)
        {
            var worker = _process.Start();
            var reply = await worker.AskAsync(plan, Never);
            Assert.True(reply.Ok, reply.Error?.Message);
            var change = reply.Results![0].Change;
            var confirming = worker.ConfirmAsync(change, Never);
            KillAfter(worker.Pid, 1 + random.Next(4), random.Next(20000), confirming);
            await Record.ExceptionAsync(() => confirming);
            await worker.DisposeAsync();
            Assert.All(Files.Where(name => name.StartsWith("90-", StringComparison.Ordinal)), name =>
                Assert.True(Provenance.IsIntact(File.ReadAllText(_process.Full($"{Directory}/{name}"))), $"seed {seed}, kill {kill}: {name}"));
            cut += Files.Count is > 1 and < 4 ? 1 : 0;
            await using var next = _process.Start();
            Assert.True((await next.HelloAsync(Never)).Ok);
            if (Files.Count == 4)
            {
                whole++;
                Assert.True((await next.UndoAsync(change, "root", false, Never)).Ok);
            }
            Assert.Equal(before, _process.Snapshot());
        }
        print.WriteLine($"{cut} of {kill - 1} kills left some of the files, {whole} came after the confirmation");
        Assert.True(cut >= 2, $"{cut} of {kill - 1}");
    }

    private void KillAfter(int pid, int files, int spins, Task confirming)
    {
        using var victim = Process.GetProcessById(pid);
        while (Files.Count < files && !confirming.IsCompleted) Thread.Yield();
        Thread.SpinWait(spins);
        victim.Kill();
    }
}
