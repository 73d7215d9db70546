using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Worker;

namespace Kernward.Torture.Faults;

/// <summary>A plan of seven steps on a kernel in memory, a worker in this process, and what a fault does to a file behind its back.</summary>
internal sealed class FaultScene : IAsyncDisposable
{
    /// <summary>One of each kind: whole host, namespace, three numbers, two files of a device, and two of a group on version 1.</summary>
    public static readonly IReadOnlyList<Knob> Knobs =
    [
        .. TreeKnobs.All(unified: false).Where(knob => knob.Tunable is "vm.swappiness" or "net.core.somaxconn" or "net.ipv4.tcp_rmem"
            or "block.queue.nr_requests" or "block.queue.read_ahead_kb" or "cgroup.cpu.weight" or "cgroup.cpu.max"),
    ];

    private static readonly IReadOnlyDictionary<int, int> Sets = Enumerable.Range(0, Knobs.Count).ToDictionary(knob => knob, _ => 1);

    private static readonly Lazy<ActuatorSet> Tunables = new(() => new ActuatorSet(PluginKnowledge.Load(), ActuatorList.Create()));
    private readonly ScratchSpace _scratch;
    private readonly List<(InProcessWorker Worker, StateCopy State)> _dead = [];
    private StateCopy? _frozen;
    private StateCopy _state;

    public FaultScene(ScratchSpace scratch)
    {
        (_scratch, _state) = (scratch, StateCopy.Empty(scratch));
        foreach (var (path, content) in TreeKnobs.Surroundings(unified: false)) Kernel[path] = content;
        foreach (var knob in Knobs) Kernel[knob.Path] = knob.Values[0].Raw;
        Plan = TorturePlan.Of(HostIdentity.Of(Kernel), Knobs, World.First, Sets);
        Worker = Fresh();
        Kernel.CountAnew();
    }

    public FaultKernel Kernel { get; } = new();

    public FaultTime Time { get; } = new();

    public InProcessWorker Worker { get; private set; }

    /// <summary>Files that the fault gave other content (null: took away), which is not ours to change.</summary>
    public Dictionary<string, string?> Theirs { get; } = [];

    /// <summary>Of these, such that were set between a write and the look after it: nobody can tell that from the kernel's own doing.</summary>
    public HashSet<string> Doubtful { get; } = [];

    /// <summary>What a file may hold instead of the value asked for, as the kernel makes it of that.</summary>
    public Func<Knob, string> New { get; set; } = knob => knob.Values[1].Raw;

    /// <summary>All its steps, as they are right at first.</summary>
    public Plan Plan { get; }

    /// <summary>Somebody else sets a file (null: takes it away).</summary>
    public void Meddle(string path, string? content)
    {
        Kernel[path] = content;
        Theirs[path] = content;
        if (Kernel.Unseen.Contains(path)) Doubtful.Add(path);
    }

    /// <summary>Nothing can be written to journal and audit log from now on; they can still be read.</summary>
    public void CloseState() => _state.Close();

    /// <summary>No fault from now on.</summary>
    public void Calm()
    {
        Kernel.Calm();
        _state.Open();
    }

    /// <summary>Keeps all as it is now: what a worker leaves that is killed at this moment. The first call counts.</summary>
    public void Freeze() => _frozen ??= _state.Copied(_scratch, Kernel.Files);

    /// <summary>Goes back to that moment; the worker of then is gone, and a fresh one comes.</summary>
    public void Thaw()
    {
        Freeze();
        _dead.Add((Worker, _state));
        (_state, _frozen) = (_frozen!, null);
        Kernel.Files = _state.Files;
        Worker = Fresh();
    }

    /// <summary>Holds the lock as a child does that outlives its worker; the file names a living process, as a number that was given out again does.</summary>
    public async Task<IDisposable> HoldLockAsync() =>
        (await HostLock.AcquireAsync([_state.Directory], "torture", TimeSpan.Zero, TimeProvider.System, CancellationToken.None).ConfigureAwait(false)).Lock!;

    /// <summary>As after the death of the last one, which is not told and gives nothing back.</summary>
    public void Replace() => Worker = Fresh();

    public async ValueTask DisposeAsync()
    {
        Calm();
        foreach (var (worker, state) in _dead.Append((Worker, _state)))
        {
            await worker.DisposeAsync().ConfigureAwait(false);
            state.Remove();
        }
    }

    private InProcessWorker Fresh() => new(new WorkerSetup(_state.Directory, Kernel, Kernel, Tunables.Value, Time) { LockWait = TimeSpan.Zero, NetNamespace = "net:[1]" });
}
