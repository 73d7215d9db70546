using System.Diagnostics;
using System.Text.Json.Nodes;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Plugins.Actuators;
using Kernward.Policy;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Worker;

/// <summary>The real program on a tree of plain files, none of them this machine's.</summary>
internal sealed class WorkerProcess : IDisposable
{
    public const string Swappiness = "proc/sys/vm/swappiness", Shares = "sys/fs/cgroup/cpu/system.slice/db.service/cpu.shares";
    private readonly TemporaryDirectory _root = new();
    private readonly TemporaryDirectory _state = new();

    public WorkerProcess() => _root
        .With("proc/sys/kernel/hostname", "here\n").With("proc/sys/kernel/random/boot_id", "boot-1\n")
        .With("proc/meminfo", "MemTotal:        8388608 kB\nMemAvailable:    4194304 kB\n").With("proc/self/mounts", "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\n")
        .With(Swappiness, "60\n").With("proc/sys/net/core/somaxconn", "128\n").With("proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n")
        .With("proc/sys/vm/vfs_cache_pressure", "100\n").With("proc/sys/fs/inotify/max_user_instances", "128\n").With(Shares, "1000\n");

    public string State => _state.Path;

    /// <summary>Where it is not itself what is tried, the number of changes an hour is not to end a test.</summary>
    private string Policy => _state.Write("policy.json", """{ "max_changes_per_hour": 1000 }""");

    public static string Program => WorkerCommand.Find("");

    public WorkerClient Start(params string[] more) => Launch(Program, more);

    /// <summary>
    /// By a program that becomes it, such as env(1), which can reset signals: which ones are ignored is inherited, and whoever
    /// runs the tests in the background may have them ignored.
    /// </summary>
    public WorkerClient StartUnder(string program, params string[] arguments) => Launch(program, [], [.. arguments, Program]);

    /// <summary>What the program is started with to work on this tree.</summary>
    public string[] Arguments(params string[] more) =>
        ["--root", _root.Path, "--state", _state.Path, .. more.Contains("--policy") ? [] : new[] { "--policy", Policy }, .. more];

    /// <summary>Lines said to it as they are, and its answers.</summary>
    public IReadOnlyList<JsonNode> Say(IReadOnlyList<string> lines)
    {
        var start = new ProcessStartInfo(Program, Arguments()) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var worker = Process.Start(start)!;
        foreach (var line in lines) worker.StandardInput.Write(line + "\n");
        worker.StandardInput.Close();
        var answers = worker.StandardOutput.ReadToEnd();
        worker.WaitForExit();
        return [.. answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private WorkerClient Launch(string program, string[] more, params string[] first) => WorkerClient.Start(
        new WorkerCommand(program, [.. first, .. Arguments(more)]) { Timeout = TimeSpan.FromMinutes(5) }, TimeProvider.System);

    public string this[string path]
    {
        get => File.ReadAllText(Path.Combine(_root.Path, path));
        set => File.WriteAllText(Path.Combine(_root.Path, path), value);
    }

    public Dictionary<string, string> Snapshot() =>
        Directory.GetFiles(_root.Path, "*", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);

    public static ApplyRequest Plan(int deadlineS, params (string Tunable, string Scope, string From, string To)[] steps)
    {
        var plan = PlanHash.Seal(new Plan
        {
            Id = "", Intent = new Intent { Act = Act.Set }, AlternativesRejected = [], Stance = Stance.Act, Summary = "a test",
            Host = "here", Boot = "boot-1",
            Steps = [.. steps.Select((step, i) => new Step
            {
                N = i + 1, Tunable = step.Tunable, Scope = step.Scope, From = step.From, To = step.To, Undo = step.From,
                Risk = RiskLevel.High, Because = ["asked"], Why = "a test wants it",
            })],
        });
        return new ApplyRequest(plan, Some.Yes with { PlanId = plan.Id }, deadlineS);
    }

    public static ApplyRequest LongPlan(int deadlineS = 60) => Plan(deadlineS,
        ("vm.swappiness", "host", "60", "10"), ("net.core.somaxconn", "host", "128", "4096"),
        ("net.ipv4.tcp_rmem", "host", "4096 131072 6291456", "4096 131072 8388608"),
        ("vm.vfs_cache_pressure", "host", "100", "50"), ("fs.inotify.max_user_instances", "host", "128", "512"),
        ("cgroup.cpu.weight", "/system.slice/db.service", "98", "300"));

    /// <summary>Keeps over a reboot what it sets; the tree is given what reads such files.</summary>
    public ApplyRequest LastingPlan()
    {
        _root.With("etc/sysctl.d/50-vendor.conf", "vm.swappiness = 1\n");
        var request = Plan(60, ("vm.swappiness", "host", "60", "10"), ("net.core.somaxconn", "host", "128", "4096"), ("vm.vfs_cache_pressure", "host", "100", "50"));
        var plan = PlanHash.Seal(request.Plan with { Steps = [.. request.Plan.Steps.Select(step => step with { Persistence = Persistence.Boot })] });
        return request with { Plan = plan, Approval = Some.Yes with { PlanId = plan.Id } };
    }

    public string Full(string path) => Path.Combine(_root.Path, path);

    public void Dispose()
    {
        _root.Dispose();
        _state.Dispose();
    }
}
