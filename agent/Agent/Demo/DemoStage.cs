using System.Text.Json;

namespace Kernward.Demo;

/// <summary>
/// Where the demo plays: a small shop with real customers, and two ways in which a real machine lets it down.
/// It works in the demo's own network namespace and control groups alone, and takes all of it away again.
/// It plays the world that Kernward finds, so it does not go through Kernward's door to the host. Not thread-safe.
/// </summary>
public sealed class DemoStage : IDisposable
{
    /// <summary>The kernel's own default: this incident is about CPU time alone.</summary>
    private const string RoomyLimit = "4096";

    private const string AcceptLimit = "/proc/sys/net/core/somaxconn";

    private readonly Lock door = new();
    private readonly List<(long At, ClientLine Line)> lines = [];
    private readonly List<DemoChild> children = [];
    private readonly TimeProvider clock;
    private readonly int cpu = Libc.LastAllowedCpu();

    /// <summary>Takes the groups; nothing runs yet.</summary>
    /// <exception cref="DemoException">Not root, not in a network namespace of its own, or no control groups.</exception>
    public DemoStage(TimeProvider clock)
    {
        this.clock = clock;
        if (!NetworkNamespace.IsOwn)
            throw new DemoException("The demo's incidents need a network namespace of their own.", "Run 'kernward demo' as root.");
        Groups = new DemoGroups();
        AppDomain.CurrentDomain.ProcessExit += RemoveGroups;
    }

    /// <summary>The control groups; they stay, with whatever values they have, until the stage goes.</summary>
    public DemoGroups Groups { get; }

    /// <summary>
    /// Incident 1: connections are refused a place. The limit of the accept queue is 8, customers come 64 at once, and who
    /// finds the queue full waits for TCP's next try, a second later. The server listens again every second, so that a
    /// raised limit counts from then on; customers who came before then go on waiting for two seconds at most.
    /// </summary>
    public void StartAcceptQueueIncident()
    {
        EndIncident();
        File.WriteAllText(AcceptLimit, "8");
        var port = StartShop("--work-us", "300");
        StartClients(port, "--burst", "64", "--every-ms", "700", "--patience-ms", "2000");
    }

    /// <summary>
    /// Incident 2: a nightly backup with twenty times the shop's weight and twelve busy threads, on the one CPU that both
    /// may use. The shop needs 15 % of that CPU and is owed less than 5 %.
    /// </summary>
    public void StartStarvationIncident()
    {
        EndIncident();
        File.WriteAllText(AcceptLimit, RoomyLimit);
        var port = StartShop("--work-us", "1500");
        Groups.Shop.SetWeight(100);
        Groups.Backup.SetWeight(2000);
        Groups.Backup.Add(Start("batch", ["--threads", "12", "--cpu", $"{cpu}"]).Id);
        StartClients(port, "--rate", "100", "--connections", "16", "--patience-ms", "1000");
    }

    /// <summary>What the customers saw in the last so many seconds, in half-second grains.</summary>
    /// <exception cref="DemoException">A part of the stage has ended.</exception>
    public ClientStatistics ReadClients(TimeSpan last)
    {
        foreach (var child in children)
            if (child.HasEnded)
                throw child.Ended();
        lock (door)
        {
            var recent = lines.Where(entry => clock.GetElapsedTime(entry.At) <= last).Select(entry => entry.Line).ToList();
            return ClientStatistics.Of(recent.SelectMany(line => line.Ms), recent.Sum(line => line.Errors));
        }
    }

    /// <summary>Ends the running incident's processes; values and groups stay as they are.</summary>
    public void EndIncident()
    {
        // Newest first: the hogs go before the server that they starve.
        for (var i = children.Count - 1; i >= 0; i--) children[i].Dispose();
        children.Clear();
        lock (door) lines.Clear();
    }

    /// <summary>Ends everything and removes the groups; the namespace goes with its last process.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= RemoveGroups;
        EndIncident();
        Groups.Dispose();
    }

    /// <summary>For an end that passes <see cref="Dispose"/> by, such as a SIGTERM.</summary>
    private void RemoveGroups(object? sender, EventArgs e) => Groups.Dispose();

    private string StartShop(params string[] arguments)
    {
        var server = Start("server", [.. arguments, "--backlog", "4096", "--cpu", $"{cpu}"]);
        Groups.Shop.Add(server.Id);
        return server.Announced;
    }

    private void StartClients(string port, params string[] arguments) => Start("clients", ["--port", port, .. arguments], line =>
    {
        var seen = JsonSerializer.Deserialize(line, ClientJson.Default.ClientLine)!;
        lock (door) lines.Add((clock.GetTimestamp(), seen));
    });

    private DemoChild Start(string part, string[] arguments, Action<string>? onLine = null)
    {
        var child = new DemoChild(part, arguments, onLine);
        children.Add(child);
        return child;
    }
}
