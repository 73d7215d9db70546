using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kernward.Confinement;
using Kernward.Escapes;
using Kernward.Worker;

namespace Kernward.Tests.Confinement;

/// <summary>The life of a child at every level that this machine has, with the real program.</summary>
public sealed class SandboxTests : IDisposable
{
    /// <summary>The child has to start within it too, which takes a slow machine a second or two.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly SandboxProgram Real = new(WorkerCommand.Find(""), ["--execute"]);
    private readonly Camp _camp = new();

    public static TheoryData<SandboxLevel> Levels => [.. SandboxLevels.Strongest.Where(Available)];

    public void Dispose() => _camp.Dispose();

    [RootTheory]
    [MemberData(nameof(Levels))]
    public void The_child_writes_what_it_may_and_says_what_it_may_not(SandboxLevel level)
    {
        using var sandbox = Sandbox.Start(level, _camp.World, Real, Patience);
        sandbox.Write(_camp.At("allowed")[1..], "22\n"u8);
        Assert.Equal("22\n", File.ReadAllText(_camp.At("allowed")));
        // Whatever the level, a file outside the world is not there or read-only.
        Assert.Contains(Assert.Throws<IOException>(() => sandbox.Write(_camp.At("other")[1..], "no"u8)).Message[^6..], (string[])["ENOENT", "EACCES", " EROFS"]);
        _camp.CheckUntouched();
    }

    [RootTheory]
    [MemberData(nameof(Levels))]
    public void The_child_of_a_plan_for_another_network_namespace_writes_there(SandboxLevel level)
    {
        const string file = "/proc/sys/net/core/somaxconn";
        var before = File.ReadAllText(file);
        using var inside = Worker.NamespaceHolder.ByProcess();
        var number = ulong.Parse(new FileInfo(inside.Path).LinkTarget!["net:[".Length..^1], CultureInfo.InvariantCulture);
        using var network = OpenNamespace.TryOpen(inside.Path, number)!;
        using (var sandbox = Sandbox.Start(level, new SandboxWorld("/", [file[1..]]) { Network = network }, Real, Patience))
            sandbox.Write(file[1..], "5000\n"u8);
        Assert.Equal(("5000\n", before), (inside[file], File.ReadAllText(file)));
        Assert.Null(OpenNamespace.TryOpen("/proc/self/ns/net", number));
    }

    [RootTheory]
    [MemberData(nameof(Levels))]
    public void The_child_has_three_files_no_words_of_its_parents_and_little_memory(SandboxLevel level)
    {
        using var sandbox = Sandbox.Start(level, _camp.World, Real, Patience);
        sandbox.Write(_camp.At("allowed")[1..], "22\n"u8);
        var child = ChildOf(sandbox);
        // The runtime opens files of its own; a directory, or one of the camp's files, was left open by somebody else.
        var open = Directory.GetFileSystemEntries($"/proc/{child}/fd").Select(link => File.ResolveLinkTarget(link, false)?.FullName ?? "").ToList();
        Assert.DoesNotContain(open, target => target.StartsWith(_camp.At("")[..^1], StringComparison.Ordinal) || Directory.Exists(target));
        Assert.All([0, 1, 2], file => Assert.Contains("pipe:", File.ResolveLinkTarget($"/proc/{child}/fd/{file}", false)!.FullName, StringComparison.Ordinal));
        var names = File.ReadAllText($"/proc/{child}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);
        Assert.Empty(names.Except([.. SandboxProgram.Variables.Keys, "PWD"]));
        Assert.Equal("/", File.ResolveLinkTarget($"/proc/{child}/cwd", false)!.FullName);
        Assert.InRange(Kilobytes(child, "VmRSS:"), 1, 60 * 1024);
    }

    [RootFact]
    public void A_child_that_somebody_kills_fails_its_write_and_has_a_successor()
    {
        using var writer = new SandboxWriter("/", Real, SandboxLevel.Namespace);
        var file = _camp.At("allowed")[1..];
        Assert.Equal(SandboxLevels.Strongest.First(Available).Word(), writer.Confine([file], givesBack: false));
        // Others of this name work on trees of their own; only this one has the whole machine for its root.
        var child = Assert.Single(Descendants(Environment.ProcessId), each => Words(each) is [.. var words] && words[0] == Real.File && words[^1] == "/");
        using (var process = Process.GetProcessById(child)) process.Kill();
        AssertGone(child);
        Assert.False(Assert.ThrowsAny<IOException>(() => writer.Write(file, "5\n"u8)) is ConfinementException);
        writer.Confine([file], givesBack: false);
        writer.Write(file, "6\n"u8);
        Assert.Equal("6\n", File.ReadAllText(_camp.At("allowed")));
    }

    [RootTheory]
    [MemberData(nameof(Levels))]
    public void A_write_that_hangs_is_ended_after_the_patience(SandboxLevel level)
    {
        using var sandbox = Sandbox.Start(level, _camp.World, Camp.Enemy(), Short);
        var child = ChildOf(sandbox);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal("the sandbox did not answer within 5 s and was ended", Assert.Throws<IOException>(() => Ask(sandbox, Misdeeds.Wait)).Message);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 4.9, 60);
        Assert.False(sandbox.IsUsable);
        AssertGone(child);
    }

    [RootTheory]
    [MemberData(nameof(Levels))]
    public void A_child_that_reads_nothing_cannot_make_its_parent_wait_for_ever(SandboxLevel level)
    {
        using var sandbox = Sandbox.Start(level, _camp.World, Camp.Enemy(), Short);
        Assert.Throws<IOException>(() => Ask(sandbox, Misdeeds.Agree));
        var value = new byte[40_000];
        // It has said "done" to everything beforehand; its pipe is full at the second value.
        Assert.Contains("did not answer", Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 5; i++) sandbox.Write("x", value);
        }).Message, StringComparison.Ordinal);
    }

    [RootTheory]
    [MemberData(nameof(Levels))]
    public void A_child_that_spins_is_ended_by_its_limit(SandboxLevel level)
    {
        using var sandbox = Sandbox.Start(level, _camp.World, Camp.Enemy(), Patience);
        var limits = File.ReadAllLines($"/proc/{ChildOf(sandbox)}/limits").Single(line => line.StartsWith("Max cpu time", StringComparison.Ordinal));
        Assert.Equal(["30", "31"], limits.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3..5]);
        // The same limit, reached sooner: nobody wants to wait for 30 s. Limits may be set by one of the same user and group.
        using (var shorter = Process.Start("setpriv", ["--regid", "65534", "--clear-groups", "prlimit", "--pid", ChildOf(sandbox).ToString(CultureInfo.InvariantCulture), "--cpu=1:2"]))
        {
            shorter.WaitForExit();
            Assert.Equal(0, shorter.ExitCode);
        }
        var e = Assert.Throws<ConfinementException>(() => Ask(sandbox, Misdeeds.Spin));
        Assert.True(e.IsViolation);
        Assert.Equal("the kernel killed the sandbox for taking more CPU time than it may", e.Message);
    }

    [RootTheory]
    [MemberData(nameof(Levels))]
    public void A_child_that_floods_its_errors_fills_nobodys_memory(SandboxLevel level)
    {
        using var sandbox = Sandbox.Start(level, _camp.World, Camp.Enemy(), Patience);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal("refused: it was read, and forgotten", Assert.Throws<IOException>(() => Ask(sandbox, Misdeeds.Flood)).Message);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
    }

    [RootTheory]
    [MemberData(nameof(Levels))]
    public void What_a_child_says_reaches_no_terminal_as_it_is(SandboxLevel level)
    {
        using var sandbox = Sandbox.Start(level, _camp.World, Camp.Enemy(), Patience);
        Assert.Equal("?[2Jrefused: all is well", Assert.Throws<IOException>(() => Ask(sandbox, Misdeeds.Colour)).Message);
    }

    [RootTheory]
    [MemberData(nameof(Levels))]
    public async Task No_child_is_left_when_the_worker_is_killed(SandboxLevel level)
    {
        using var worker = Process.Start(new ProcessStartInfo(Camp.Enemy().File, [Escapes.Program.Parent, level.Word(), _camp.At("allowed")[1..]]) { RedirectStandardOutput = true })!;
        var child = int.Parse((await worker.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        var family = Descendants(worker.Id);
        Assert.Contains(child, family);
        worker.Kill();
        await worker.WaitForExitAsync();
        foreach (var each in family) AssertGone(each);
    }

    private static void Ask(Sandbox sandbox, string what) => sandbox.Write(what, Encoding.UTF8.GetBytes("/|1|1"));

    private static bool Available(SandboxLevel level) => level switch
    {
        SandboxLevel.Bubblewrap => File.Exists(Bubblewrap.Program),
        SandboxLevel.Landlock => Landlock.Version > 0,
        _ => true,
    };

    /// <summary>bubblewrap has two processes of its own between.</summary>
    private static int ChildOf(Sandbox sandbox) => Descendants(sandbox.ProcessId) is { Count: > 0 } family ? family[^1] : sandbox.ProcessId;

    private static string[] Words(int process) => File.Exists($"/proc/{process}/cmdline") ? File.ReadAllText($"/proc/{process}/cmdline").TrimEnd('\0').Split('\0') : [""];

    private static List<int> Descendants(int process)
    {
        if (!Directory.Exists($"/proc/{process}/task")) return [];
        var children = Directory.GetDirectories($"/proc/{process}/task").SelectMany(task => File.ReadAllText(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return [.. children, .. children.SelectMany(Descendants)];
    }

    private static long Kilobytes(int process, string field) => long.Parse(
        File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);

    private static void AssertGone(int process) => Assert.True(SpinWait.SpinUntil(() => IsGone(process), 3000));

    /// <summary>It may go between being seen and being read.</summary>
    private static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
