using System.Text;
using Kernward.Audit;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Audit;

/// <summary>What a worker notes, and that it writes nothing to the kernel that it cannot note.</summary>
public sealed class AuditWorkerTests : IDisposable
{
    private const string File = "proc/sys/vm/swappiness";
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly AuditScene _scene = new();
    private readonly FakeKernel _kernel = Some.Kernel();

    public void Dispose() => _scene.Dispose();

    private InProcessWorker Worker(AuditPlace? place = null) =>
        new(new WorkerSetup(_scene.State, _kernel, _kernel, Some.Tunables, _scene.Time) { Audit = place ?? _scene.Place });

    private Task<WorkerReply> ApplyAsync(InProcessWorker worker, string to = "10", string tunable = "vm.swappiness")
    {
        var plan = Some.Plan(_kernel).Set(tunable, to).Make();
        return worker.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(60), Never);
    }

    private List<AuditEntry> Entries => [.. _scene.Lines.Select(line => AuditLine.Parse(Encoding.UTF8.GetBytes(line))!)];

    private IEnumerable<string> Told => Entries.Select(entry => entry.Change.Length > 0 ? $"{entry.Event} {entry.Change}" : entry.Event);

    [Fact]
    public async Task Everything_that_a_worker_does_is_in_the_log_in_order()
    {
        await using (var worker = Worker())
        {
            await ApplyAsync(worker);
            await worker.ConfirmAsync("c1", Never);
            await ApplyAsync(worker, "20");
            await worker.RevertAsync("c2", Never);
            await ApplyAsync(worker, "3", "vm.drop_caches");
            await worker.UndoAsync("last", "eve", false, Never);
            await worker.ReleaseAsync("vm.swappiness", Never);
            await ApplyAsync(worker, "30");
            _scene.Time.Pass(TimeSpan.FromMinutes(2));
            await ApplyAsync(worker, "40");
        }
        Assert.Equal(
            ["start", "ruling", "applied c1", "confirmed c1", "ruling", "applied c2", "reverted c2", "refused", "undo", "undone c3", "released",
             "ruling", "applied c4", "expired c4", "ruling", "applied c5", "ended c5"], Told);
        Assert.True(_scene.Verify().IsIntact);
        var applied = Entries[2];
        Assert.Equal((2, "pending"), (applied.Number("ruling"), applied.Text("state")));
        var step = applied.Data.GetProperty("steps")[0];
        Assert.Equal(("vm.swappiness", "60", "10"), (step.GetProperty("tunable").GetString(), step.GetProperty("from").GetString(), step.GetProperty("now").GetString()));
        Assert.Contains("never-written", Entries[7].Data.GetProperty("reasons")[0].GetString());
        Assert.Equal("eve", Entries[8].Text("who"));
    }

    [Fact]
    public async Task The_ruling_is_on_disk_before_the_kernel_is_written()
    {
        var seen = new List<string>();
        _kernel.OnWrite = (_, _) => seen.AddRange(Told);
        await using var worker = Worker();
        await ApplyAsync(worker);
        Assert.Equal(["start", "ruling"], seen);
    }

    [Fact]
    public async Task What_a_dead_worker_left_is_noted_when_it_is_settled()
    {
        var dead = Worker();
        await ApplyAsync(dead);
        var (state, head) = (_scene.Bytes, _scene.Verify().Head);
        await dead.DisposeAsync();
        Assert.True(_scene.Bytes.Length > state.Length && _scene.Verify().Head.N > head.N);
        Assert.Equal("ended c1", Told.Last());
    }

    /// <summary>The anchor's directory cannot be made: nothing is applied, and what must be given back still is.</summary>
    [Fact]
    public async Task Without_an_audit_log_nothing_is_written_and_restoring_goes_on()
    {
        var blocked = Path.Combine(_scene.State, "blocked");
        System.IO.File.WriteAllText(blocked, "");
        await using (var without = Worker(_scene.Place with { AnchorDirectory = Path.Combine(blocked, "anchor") }))
        {
            Assert.Equal("audit", (await ApplyAsync(without)).Error!.Code);
            Assert.Empty(_kernel.Writes);
            Assert.Equal("audit", (await without.UndoAsync("last", "root", false, Never)).Error!.Code);
            Assert.Equal("audit", (await without.ReleaseAsync("vm.swappiness", Never)).Error!.Code);
        }
        await using var worker = Worker();
        Assert.Equal(ChangeState.Pending, (await ApplyAsync(worker)).Results![0].State);
        System.IO.File.WriteAllText(_scene.Place.Anchor, "nonsense");
        var confirmed = (await worker.ConfirmAsync("c1", Never)).Results![0];
        Assert.Equal((ChangeState.Reverted, "60\n"), (confirmed.State, _kernel[File]));
        Assert.Contains("audit.head", confirmed.Note);
    }

    [Fact]
    public async Task What_cannot_be_noted_as_applied_is_taken_back()
    {
        _kernel.OnWrite = (number, _) =>
        {
            if (number == 1) System.IO.File.WriteAllText(_scene.Place.Anchor, "nonsense");
        };
        await using var worker = Worker();
        var result = (await ApplyAsync(worker)).Results![0];
        Assert.Equal((ChangeState.Reverted, "60\n"), (result.State, _kernel[File]));
    }

    /// <summary>
    /// The file system of the log is filled before the plan, a little less each time, so that it is full at every place where
    /// something is noted: what was not kept is not there, and the log can be believed.
    /// </summary>
    [RootFact]
    public async Task On_a_full_disk_the_kernel_stays_as_it_was()
    {
        using var small = new TemporaryDirectory();
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", "size=256k", "kernward-test", small.Path));
        try
        {
            var (refused, kept) = (0, 0);
            for (var free = 0; free <= 160; free += 4)
                if (await KeepsAsync(small.Path, free)) kept++;
                else refused++;
            Assert.True(refused > 3 && kept > 3, $"{refused} refused, {kept} kept");
        }
        finally
        {
            Run("umount", small.Path);
        }
    }

    private async Task<bool> KeepsAsync(string directory, int freeKilobytes)
    {
        foreach (var old in Directory.GetFiles(directory, "*", SearchOption.AllDirectories)) System.IO.File.Delete(old);
        var place = new AuditPlace(directory, Path.Combine(directory, "anchor"));
        _kernel[File] = "60\n";
        bool kept;
        await using (var worker = new InProcessWorker(new WorkerSetup(directory, _kernel, _kernel, Some.Tunables, _scene.Time) { Audit = place }))
        {
            await worker.HelloAsync(Never);
            var free = new DriveInfo(directory).AvailableFreeSpace - (freeKilobytes << 10);
            if (free > 0) System.IO.File.WriteAllBytes(Path.Combine(directory, "ballast"), new byte[free]);
            var applied = await ApplyAsync(worker);
            kept = applied.Ok && applied.Results![0].State == ChangeState.Pending
                && (await worker.ConfirmAsync(applied.Results[0].Change, Never)).Results is [{ State: ChangeState.Kept }];
        }
        Assert.Equal(kept ? "10\n" : "60\n", _kernel[File]);
        Assert.Empty(new AuditVerifier(place).Verify(Never).Breaks);
        return kept;
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
