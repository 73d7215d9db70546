using System.Globalization;
using Kernward.Demo;

namespace Kernward.Torture;

/// <summary>
/// What of the real kernel is this run's own: the network namespace that it was started in, and a control group made for it. The
/// worker is told that it may reach nothing else. One scene at a time.
/// </summary>
internal sealed class KernelStage : IDisposable
{
    private readonly DemoGroups _groups;

    private KernelStage(DemoGroups groups)
    {
        _groups = groups;
        Reach = groups.Shop.Name[..groups.Shop.Name.LastIndexOf('/')];
        Knobs = [.. NetworkKnobs(), .. GroupKnobs(groups.Shop)];
    }

    /// <summary>Null with the reason where this process is not in a network namespace of its own, or can have no groups.</summary>
    public static KernelStage? TryMake(out string reason)
    {
        reason = "";
        if (!NetworkNamespace.IsOwn)
        {
            reason = "not in a network namespace of its own";
            return null;
        }
        DemoGroups? groups = null;
        try
        {
            groups = new DemoGroups();
            return new KernelStage(groups);
        }
        catch (Exception e) when (e is DemoException or IOException)
        {
            groups?.Dispose();
            reason = e.Message;
            return null;
        }
    }

    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>The groups' parent: nothing else of this machine may be touched.</summary>
    public string Reach { get; }

    public IReadOnlyList<Knob> Knobs { get; }

    /// <summary>False where a lost value stands; then no scene can begin there any more.</summary>
    public bool IsAsMade => Knobs.All(knob => File.ReadAllText("/" + knob.Path) == knob.Values[0].Raw);

    public void Dispose()
    {
        Turn.Dispose();
        _groups.Dispose();
    }

    private static IEnumerable<Knob> NetworkKnobs() =>
    [
        Present("net.core.somaxconn", "1024", "8192"),
        Present("net.ipv4.tcp_fin_timeout", "30", "15"),
        Present("net.ipv4.tcp_syn_retries", "5", "4"),
        Present("net.ipv4.ip_local_port_range", "20000 60999=20000\t60999", "15000 61000=15000\t61000"),
        Present("net.ipv4.tcp_rmem", "4096 131072 8388608=4096\t131072\t8388608", "8192 262144 16777216=8192\t262144\t16777216"),
        Present("net.ipv4.tcp_wmem", "4096 16384 8388608=4096\t16384\t8388608", "8192 65536 16777216=8192\t65536\t16777216"),
    ];

    /// <summary>The first value is the one that a new namespace has.</summary>
    private static Knob Present(string tunable, params string[] others)
    {
        var path = "proc/sys/" + tunable.Replace('.', '/');
        var raw = File.ReadAllText("/" + path).TrimEnd('\n');
        return Knob.Of(tunable, "host", path, [$"{raw.Replace('\t', ' ')}={raw}", .. others]);
    }

    private static IEnumerable<Knob> GroupKnobs(DemoGroup group)
    {
        var directory = group.Directory[1..];
        if (group.IsUnified)
            return
            [
                Knob.Of("cgroup.cpu.weight", group.Name, directory + "/cpu.weight", "100", "300", "50"),
                Knob.Of("cgroup.cpu.max", group.Name, directory + "/cpu.max", "max=max 100000", "1.5=150000 100000", "3=300000 100000"),
            ];
        // Shares that are no whole weight, so that a way back by the weight's number would be seen.
        File.WriteAllText(Path.Combine(group.Directory, "cpu.shares"), 1000.ToString(CultureInfo.InvariantCulture));
        return
        [
            Knob.Of("cgroup.cpu.weight", group.Name, directory + "/cpu.shares", "98=1000", "300=3072", "50=512"),
            Knob.Of("cgroup.cpu.max", group.Name, directory + "/cpu.cfs_quota_us", "max=-1", "1.5=150000", "3=300000"),
        ];
    }
}
