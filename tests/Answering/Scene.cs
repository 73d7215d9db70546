using System.Reflection;
using System.Text;
using Kernward.Answering;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Tests.Answering;

/// <summary>The shipped metrics, views and terms with a few tunables and a detector, over an invented host.</summary>
internal static class Scene
{
    public const double GiB = 1024.0 * 1024 * 1024;

    private const string Tunables = """
        [
          {"id": "vm.swappiness", "kind": "sysctl", "summary": "How readily memory is swapped.", "value": {"type": "int", "min": 1, "max": 200},
           "risk": "R1", "max_factor": 4, "resource": "swap", "aliases": ["swappiness"], "signals": ["memory.vmstat.pswpin"],
           "why": "Lower it where swap hurts.", "refuse": {"0": "it invites the OOM killer"}, "source": "kernel docs"},
          {"id": "net.core.somaxconn", "kind": "sysctl", "summary": "Longest accept queue.", "value": {"type": "int", "min": 1024, "max": 65535, "unit": "{connection}"},
           "risk": "R1", "resource": "network", "namespace": "net", "aliases": ["somaxconn"], "signals": ["network.tcp.listen_overflows"],
           "why": "Bursts of connections.", "takes_effect": "when the program listens anew", "source": "kernel docs"},
          {"id": "net.ipv4.tcp_congestion_control", "kind": "sysctl", "summary": "The algorithm for new connections.", "value": {"type": "text"},
           "risk": "R2", "resource": "network", "why": "Long paths.", "source": "kernel docs"},
          {"id": "vm.dirty_bytes", "kind": "sysctl", "summary": "Dirty memory at which writers wait.", "value": {"type": "int", "min": 0, "max": 4294967296, "unit": "By"},
           "risk": "R2", "resource": "memory", "aliases": ["fsync"], "why": "Stalls.", "source": "kernel docs"},
          {"id": "block.queue.scheduler", "kind": "block", "path": "sys/block/{scope}/queue/scheduler", "summary": "Order of requests.", "value": {"type": "text"},
           "risk": "R2", "resource": "disk", "aliases": ["io scheduler"], "why": "Fairness.", "source": "kernel docs"}
        ]
        """;

    private const string Detectors = """
        [
          {"id": "accept-queue-overflow", "incident": "N01", "class": "tune", "severity": "warning", "subject": "host",
           "summary": "Connections are dropped because an accept queue is full.", "why": "Clients wait a second or more.",
           "when": [{"metric": "network.tcp.listen_overflows", "value": "rate(network.tcp.listen_overflows)", "above": 1, "clear": 0.1, "unit": "1/s"}],
           "critical_when": [{"metric": "network.tcp.listen_overflows", "value": "rate(network.tcp.listen_overflows)", "above": 100, "unit": "1/s"}],
           "remedies": [{"tunable": "net.core.somaxconn", "to": "current * 4", "why": "Room for the burst."}],
           "wrong": [{"what": "tcp_abort_on_overflow", "why": "It only makes clients fail sooner."}],
           "advice": "Look whether the program is too slow.", "source": "incident catalogue"}
        ]
        """;

    private static readonly Dictionary<string, string> Values = new()
    {
        ["vm.swappiness host"] = "60",
        ["net.core.somaxconn host"] = "128",
        ["net.ipv4.tcp_congestion_control host"] = "cubic",
        ["vm.dirty_bytes host"] = "268435456",
        ["block.queue.scheduler sda"] = "mq-deadline",
        ["block.queue.scheduler nvme0n1"] = "none",
    };

    private static readonly Dictionary<string, string> Files = new()
    {
        ["proc/sys/kernel/hostname"] = "db1\n",
        ["proc/sys/kernel/osrelease"] = "6.8.0-test\n",
    };

    public static readonly Lazy<KnowledgeBase> Knowledge = new(() => KnowledgeReader.Read(
        Shipped(name => name is "metrics.json" or "views.json" or "terms.json")
            .Append(("tunables/small.json", Encoding.UTF8.GetBytes(Tunables)))
            .Append(("detectors/small.json", Encoding.UTF8.GetBytes(Detectors)))));

    /// <summary>The files that are built into the product.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Shipped(Func<string, bool> wanted)
    {
        var assembly = Assembly.Load("Agent.Plugins");
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith("knowledge/", StringComparison.Ordinal)))
        {
            var name = resource["knowledge/".Length..].Replace('\\', '/');
            if (!wanted(name)) continue;
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var content = new MemoryStream();
            stream.CopyTo(content);
            yield return (name, content.ToArray());
        }
    }

    public static ActuatorSet Actuators(KnowledgeBase? knowledge = null) =>
        new(knowledge ?? Knowledge.Value, [new InventedActuator("sysctl", Values), new InventedActuator("block", Values)]);

    public static Answer Inspect(SampleWindow window, string resource = "", string subject = "", string versus = "", string value = "", string relation = "", string unit = "") =>
        Inspect(window, new Intent { Act = Act.Inspect, Resource = resource, Subject = subject, Versus = versus, Value = value, Relation = relation, Unit = unit });

    public static Answer Inspect(SampleWindow window, Intent intent) => new Inspector(Actuators(), new InventedHost(Files), window).Inspect(intent);

    public static Answer? Explain(string name, string versus = "") => Explain(name, versus, out _);

    public static Answer? Explain(string name, string versus, out IReadOnlyList<string> nearest) =>
        new Explainer(Actuators(), new InventedHost(Files), Busy().Build()).Explain(name, versus, out nearest);

    /// <summary>A database host at work: 4 CPUs, 16 GiB, two disks, one interface.</summary>
    public static InventedWindow Busy() => new InventedWindow()
        .Gauge("system.uptime", 100_000).Gauge("system.cpu.count", 4).Gauge("system.cpu.load_average.1m", 3.2)
        .Counter("system.cpu.time.busy", 2).Counter("system.cpu.time.user", 1.5).Counter("system.cpu.time.steal", 0)
        .Counter("cpu.time.busy", 0.9, "cpu0").Counter("cpu.time.busy", 0.1, "cpu1")
        .Gauge("system.memory.total", 16 * GiB).Gauge("system.memory.available", 4 * GiB).Gauge("system.memory.page_size", 4096)
        .Gauge("system.swap.total", 2 * GiB).Gauge("system.swap.used", 0.5 * GiB).Counter("memory.vmstat.pswpin", 256)
        .Gauge("pressure.cpu.some.avg10", 12.5).Gauge("pressure.io.some.avg10", 3)
        .Gauge("system.processes.count", 210).Gauge("system.threads.count", 900)
        .Gauge("system.files.allocated", 4000).Gauge("system.files.max", 40000)
        .Gauge("network.tcp.established", 321).Counter("network.tcp.listen_overflows", 5)
        .Counter("disk.io_time", 0.8, "sda").Counter("disk.io_time", 0.1, "nvme0n1")
        .Counter("disk.io.read", 10 * 1048576, "sda").Counter("disk.io.write", 1048576, "sda")
        .Counter("disk.operation_time.total", 3, "sda").Counter("disk.operations.total", 100, "sda")
        .Counter("network.interface.receive.bytes", 1048576, "eth0").Counter("network.interface.transmit.bytes", 2097152, "eth0")
        .Gauge("system.filesystem.utilization", 0.91, "/var").Gauge("system.filesystem.available", 9 * GiB, "/var").Gauge("system.filesystem.limit", 100 * GiB, "/var")
        .Gauge("system.filesystem.utilization", 0.4, "/")
        .Gauge("cpu.frequency.current", 2.4e9, "cpu0")
        .Groups("/", "/system.slice", "/system.slice/postgres.service", "/system.slice/nginx.service")
        .Counter("cgroup.cpu.usage", 1.7, "/system.slice").Counter("cgroup.cpu.usage", 1.5, "/system.slice/postgres.service").Counter("cgroup.cpu.usage", 0.2, "/system.slice/nginx.service")
        .Gauge("cgroup.memory.usage", 9 * GiB, "/system.slice").Gauge("cgroup.memory.usage", 8 * GiB, "/system.slice/postgres.service").Gauge("cgroup.memory.usage", 1 * GiB, "/system.slice/nginx.service")
        .Gauge("cgroup.memory.swap", 0.4 * GiB, "/system.slice/postgres.service")
        .Gauge("cgroup.pids.current", 80, "/system.slice/postgres.service").Gauge("cgroup.pids.current", 9, "/system.slice/nginx.service")
        .Gauge("cgroup.cpu.weight", 300, "/system.slice/postgres.service")
        .Process(100, "postgres", "/system.slice/postgres.service").Process(101, "postgres", "/system.slice/postgres.service")
        .Process(200, "nginx", "/system.slice/nginx.service").Process(300, "cron").Process(301, "helper").Process(302, "helper")
        .Counter("process.cpu.time", 1.2, "100").Counter("process.cpu.time", 0.3, "101").Counter("process.cpu.time", 0.2, "200").Counter("process.cpu.time", 0, "300")
        .Counter("process.cpu.time", 0.01, "301").Counter("process.cpu.time", 0.02, "302")
        .Gauge("process.memory.rss", 5 * GiB, "100").Gauge("process.memory.rss", 3 * GiB, "101").Gauge("process.memory.rss", 1 * GiB, "200").Gauge("process.memory.rss", 0.01 * GiB, "300")
        .Counter("process.io.read_bytes", 1048576, "100").Counter("process.io.write_bytes", 1048576, "100")
        .Gauge("process.threads", 1, "300").Gauge("process.open_files", 900, "200").Gauge("process.open_files_limit", 1000, "200");
}
