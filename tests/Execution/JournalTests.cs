using System.Diagnostics;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;
using Kernward.Torture.Faults;

namespace Kernward.Tests.Execution;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly FaultTime _time = new();

    public void Dispose() => _state.Dispose();

    private string File => Path.Combine(_state.Path, "journal.db");

    [Fact]
    public void Keeps_every_byte_of_what_it_was_given()
    {
        using var bench = new Bench(Some.Kernel());
        var odd = string.Concat(Enumerable.Range(0, 256).Select(b => (char)b));
        bench.Kernel["proc/sys/vm/swappiness"] = odd;
        bench.Kernel.Answers("proc/sys/vm/swappiness", text => text == odd ? odd : "10\n");
        var from = Some.Tunables.Read(bench.Kernel, "vm.swappiness", "host")!;
        var result = bench.Apply(Some.Plan(bench.Kernel).Set("vm.swappiness", "10", but: step => step with { From = from, Undo = from }));
        bench.Reopen();
        Assert.Equal(odd, bench.Journal.Find(result.Change)!.Edits[0].Before);
        Assert.Equal(ChangeState.Reverted, bench.Executor.Revert(result.Change, "").State);
        Assert.Equal(odd, bench.Kernel["proc/sys/vm/swappiness"]);
    }

    [Fact]
    public void Remembers_who_approved_what_and_when()
    {
        using var bench = new Bench(Some.Kernel());
        var plan = Some.Plan(bench.Kernel).Set("vm.swappiness", "10").Approved();
        bench.Executor.Apply(plan);
        bench.Reopen();
        var change = Assert.Single(bench.Journal.Latest(10));
        Assert.Equal(plan.Approval, change.Approval);
        Assert.Equal((plan.Plan.Id, "here", "boot-1", "a test"), (change.Plan!.Id, change.Host, change.Boot, change.Summary));
        Assert.Equal(bench.Time.GetUtcNow(), change.At);
    }

    [Fact]
    public void Never_gives_a_number_twice()
    {
        using var bench = new Bench(Some.Kernel());
        Assert.Equal(["c1", "c2"], new[] { bench.Keep("vm.swappiness", "10"), bench.Keep("vm.swappiness", "20") });
        bench.Reopen();
        Assert.Equal("c3", bench.Keep("vm.swappiness", "30"));
        Assert.Equal(["c3", "c2"], bench.Journal.Latest(2).Select(change => change.Id));
    }

    [Fact]
    public void Keeps_a_damaged_file_aside_and_begins_nothing_until_that_is_accepted()
    {
        System.IO.File.WriteAllText(File, "this is no database, and long enough to be read as one".PadRight(4096, '.'));
        var kernel = Some.Kernel();
        for (var start = 1; start <= 2; start++)
        {
            using var journal = Journal.Open(_state.Path, _time);
            Assert.Empty(journal.Latest(1));
            Assert.Contains(File + ".damaged-20260301T030000Z", journal.Damage);
            var refused = new Executor(new Workbench(kernel, kernel, Some.Tunables, journal)).Apply(Some.Plan(kernel).Set("vm.swappiness", "10").Approved());
            Assert.Contains("kernward release --journal", refused.Note);
            Assert.Empty(kernel.Writes);
        }
        Assert.StartsWith("this is no database", System.IO.File.ReadAllText(File + ".damaged-20260301T030000Z"));
        using (var journal = Journal.Open(_state.Path, _time)) journal.AcceptDamage();
        using var accepted = Journal.Open(_state.Path, _time);
        Assert.Null(accepted.Damage);
        Assert.Equal(ChangeState.Pending, new Executor(new Workbench(kernel, kernel, Some.Tunables, accepted)).Apply(Some.Plan(kernel).Set("vm.swappiness", "10").Approved()).State);
    }

    /// <summary>A worker that dies between setting the mark and moving the file; the next one finishes that.</summary>
    [Fact]
    public void Finishes_keeping_a_damaged_file_aside()
    {
        System.IO.File.WriteAllText(File, "this is no database, and long enough to be read as one".PadRight(4096, '.'));
        System.IO.File.WriteAllText(Path.Combine(_state.Path, "journal.damaged"), "");
        using var journal = Journal.Open(_state.Path, _time);
        Assert.Contains(".damaged-20260301T030000Z", journal.Damage);
    }

    [Fact]
    public void Moves_nothing_where_the_mark_cannot_be_set()
    {
        System.IO.File.WriteAllText(File, "this is no database, and long enough to be read as one".PadRight(4096, '.'));
        Directory.CreateDirectory(Path.Combine(_state.Path, "journal.damaged"));
        Assert.Contains("could not be moved aside", Assert.Throws<JournalException>(() => Journal.Open(_state.Path, _time)).Message);
        Assert.StartsWith("this is no database", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Notices_damage_in_the_middle()
    {
        using (var bench = new Bench(Some.Kernel()))
        {
            for (var i = 1; i <= 60; i++) bench.Keep("vm.swappiness", $"{i}");
            bench.Reopen();
            bench.Journal.Dispose();
            System.IO.File.Copy(Path.Combine(bench.State, "journal.db"), File);
            bench.Reopen();
        }
        var bytes = System.IO.File.ReadAllBytes(File);
        for (var i = 4096; i < bytes.Length; i += 4096) new Random(i).NextBytes(bytes.AsSpan(i, 512));
        System.IO.File.WriteAllBytes(File, bytes);
        using var journal = Journal.Open(_state.Path, _time);
        Assert.NotNull(journal.Damage);
        Assert.Equal(bytes, System.IO.File.ReadAllBytes(File + ".damaged-20260301T030000Z"));
    }

    [Fact]
    public void Does_not_touch_the_journal_of_a_later_version()
    {
        using (Journal.Open(_state.Path, _time)) { }
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }
        var refused = Assert.Throws<JournalException>(() => Journal.Open(_state.Path, _time));
        Assert.Contains("later version", refused.Message);
        Assert.True(System.IO.File.Exists(File));
    }

    [Fact]
    public void Is_for_its_owner_alone()
    {
        var state = Path.Combine(_state.Path, "made");
        using (Journal.Open(state, _time)) { }
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(state));
    }

    [Fact]
    public void Takes_no_step_where_the_journal_is_gone()
    {
        using var bench = new Bench(Some.Kernel());
        var plan = Some.Plan(bench.Kernel).Set("vm.swappiness", "10").Approved();
        bench.Journal.Dispose();
        var result = bench.Executor.Apply(plan);
        Assert.Equal((ChangeState.Failed, OutcomeKind.Refused), (result.State, result.Outcomes[0].Outcome));
        Assert.Empty(bench.Kernel.Writes);
        bench.Reopen();
    }

    /// <summary>
    /// A file system of 256 KiB is filled while a plan runs, a little earlier each time, so that the journal fails at every place
    /// where it is written.
    /// </summary>
    [RootFact]
    public void Changes_nothing_for_good_on_a_full_disk()
    {
        Assert.Equal(0, Run("mount", "-t", "tmpfs", "-o", "size=256k", "kernward-test", _state.Path));
        try
        {
            var refused = 0;
            for (var free = 0; free <= 160; free += 4) refused += ApplyWith(free) ? 0 : 1;
            Assert.InRange(refused, 3, 40);
        }
        finally
        {
            Run("umount", _state.Path);
        }
    }

    /// <summary>True where the plan went through; either way the host agrees with what was said.</summary>
    private bool ApplyWith(int freeKilobytes)
    {
        foreach (var old in Directory.GetFiles(_state.Path)) System.IO.File.Delete(old);
        var kernel = Some.Kernel();
        var before = kernel.Snapshot();
        var plan = Some.Plan(kernel).Set("vm.swappiness", "10").Set("vm.dirty_ratio", "15").Set("mm.thp", "never").Approved();
        try
        {
            using var journal = Journal.Open(_state.Path, _time);
            Fill(freeKilobytes);
            var result = new Executor(new Workbench(kernel, kernel, Some.Tunables, journal)).Apply(plan);
            if (result.State == ChangeState.Pending) return true;
            Assert.All(result.Outcomes, outcome => Assert.NotEqual(OutcomeKind.Applied, outcome.Outcome));
        }
        catch (JournalException)
        {
            Assert.Empty(kernel.Writes);
        }
        Assert.Equal(before, kernel.Snapshot());
        return false;
    }

    private void Fill(int freeKilobytes)
    {
        var free = new DriveInfo(_state.Path).AvailableFreeSpace - (freeKilobytes << 10);
        if (free > 0) System.IO.File.WriteAllBytes(Path.Combine(_state.Path, "ballast"), new byte[free]);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
