using System.Globalization;
using Kernward.Machine;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Time that a process's threads were ready and had no CPU. The kernel has it per thread, and a thread that ends takes its
/// share along: so what each thread gained is added up, and the sum never falls. Source: sched-stats.rst.
/// </summary>
internal sealed class RunDelay(int pid)
{
    private const int MaxThreads = 64;

    /// <summary>A pool has many threads that sleep; one that did not run is asked again only after this many samples.</summary>
    private const int RestAfter = 3;

    private readonly string _leader = $"proc/{pid}/schedstat";
    private readonly HostFile _leaderFile = new($"proc/{pid}/schedstat");
    private readonly string _tasks = $"proc/{pid}/task";
    private Dictionary<string, Task> _known = new(StringComparer.Ordinal);
    private bool _sampled;
    private bool _partial;
    private byte[] _last = [];

    /// <summary>
    /// In ns, all that was before we first looked included. Whole numbers, because the order in which threads are listed is not
    /// that of a replay, and a sum of fractions depends on it.
    /// </summary>
    public ulong Total { get; private set; }

    /// <summary>
    /// True where the main thread has the same times as when last asked, to the nanosecond: it did not run in between, and
    /// nothing that a single-threaded process does itself can have changed.
    /// </summary>
    public bool HasNotRun(Host host)
    {
        if (!host.TryRead(_leaderFile, out var content)) return false;
        if (content.SequenceEqual(_last)) return true;
        _last = content.ToArray();
        return false;
    }

    /// <summary>Holds no file open any more.</summary>
    public void Release(Host host) => host.Release(_leaderFile);

    /// <summary>What this process gained now, in ns; null where the host does not tell.</summary>
    public ulong? Read(Host host, ulong threads)
    {
        ulong gained = 0;
        var any = false;
        var before = _known;
        if (threads <= 1) before = Only(host, before, ref gained, ref any);
        else before = Each(host, before, ref gained, ref any);
        _known = before;
        _sampled |= any;
        Total += gained;
        return any ? gained : null;
    }

    private Dictionary<string, Task> Only(Host host, Dictionary<string, Task> known, ref ulong gained, ref bool any)
    {
        if (known.Count != 1 || !known.ContainsKey(_leader))
        {
            var leader = known.GetValueOrDefault(pid.ToString(CultureInfo.InvariantCulture)) ?? known.GetValueOrDefault(_leader);
            known = new Dictionary<string, Task>(StringComparer.Ordinal) { [_leader] = leader ?? new Task(_leader) };
        }
        any = Gain(host, known[_leader], ref gained);
        return known;
    }

    private Dictionary<string, Task> Each(Host host, Dictionary<string, Task> known, ref ulong gained, ref bool any)
    {
        var ids = host.List(_tasks);
        var now = new Dictionary<string, Task>(Math.Min(ids.Count, MaxThreads), StringComparer.Ordinal);
        foreach (var id in First(ids))
        {
            if (!known.TryGetValue(id, out var task)) task = KnownLeader(known, id) ?? new Task($"{_tasks}/{id}/schedstat");
            if (task.Rests-- > 0 || Gain(host, task, ref gained)) (now[id], any) = (task, true);
        }
        _partial = ids.Count > MaxThreads;
        return now;
    }

    /// <summary>The lowest ids, and so the oldest threads; the order in which they are listed differs by host.</summary>
    private static IEnumerable<string> First(IReadOnlyList<string> ids) => ids.Count <= MaxThreads
        ? ids
        : ids.OrderBy(id => id.Length).ThenBy(id => id, StringComparer.Ordinal).Take(MaxThreads);

    private Task? KnownLeader(Dictionary<string, Task> known, string id) =>
        known.TryGetValue(_leader, out var leader) && id == pid.ToString(CultureInfo.InvariantCulture) ? leader : null;

    /// <summary>
    /// A thread that is new to us counts in full where all threads were known before it, for then it is new in truth; where
    /// only some were, it may be old.
    /// </summary>
    private bool Gain(Host host, Task task, ref ulong gained)
    {
        if (!host.TryRead(task.Path, out var content)) return false;
        var fields = new Fields(SmallFiles.FirstLine(content));
        var (ran, delay) = (fields.Number(), fields.Number());
        task.Rests = task.Delay == delay && task.Ran == ran ? RestAfter : 0;
        var before = task.Delay ?? (_sampled && _partial ? delay : 0);
        if (delay > before) gained += delay - before;
        (task.Ran, task.Delay) = (ran, delay);
        return true;
    }

    private sealed class Task(string path)
    {
        public string Path { get; } = path;

        public ulong Ran { get; set; }

        public ulong? Delay { get; set; }

        public int Rests { get; set; }
    }
}
