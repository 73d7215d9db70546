using System.Globalization;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Sensors.Cgroups;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Processes, and the run delay of the groups that they are in. Kernel threads are known after the first look and not read
/// again. Needs <see cref="VmStatSensor"/> and the group sensor before it. Source: proc_pid_stat(5).
/// </summary>
internal sealed class ProcessSensor(CgroupMembers members) : ISensor
{
    /// <summary>Threads whose run delay is read in one sample; more would cost more than the answer is worth.</summary>
    private const int ThreadBudget = 1024;

    /// <summary>A pid may come to name a process after it named a kernel thread; this soon, all are looked at again.</summary>
    private const int LookAgainAfter = 60;

    private readonly Dictionary<int, TrackedProcess> _known = [];
    private readonly HashSet<int> _kernelThreads = [];
    private readonly Dictionary<string, ulong> _delays = new(StringComparer.Ordinal);
    private int _samples;

    public string Name => "process";

    /// <summary>It grows with the number of processes, and without it nobody can be named.</summary>
    public TimeSpan Budget => TimeSpan.FromMilliseconds(50);

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_samples++ % LookAgainAfter == 0) _kernelThreads.Clear();
        var pids = Pids(host);
        if (pids.Count == 0) return;
        var pageSize = into.Get("system.memory.page_size") ?? 4096;
        var budget = ThreadBudget;
        var (count, zombies, blocked, inRoot) = (0, 0, 0, 0);
        foreach (var pid in pids)
        {
            if (_kernelThreads.Contains(pid) || Read(host, pid, ref budget, into) is not { Info: { } info } process) continue;
            count++;
            if (info.State == 'Z') zombies++;
            if (info.State == 'D') blocked++;
            if (info.Cgroup == "/") inRoot++;
            into.AddProcess(info);
            process.AddTo(into, pageSize);
        }
        into.Add("system.processes.count", count);
        into.Add("system.processes.zombies", zombies);
        into.Add("system.processes.uninterruptible", blocked);
        if (members.IsAlive("/")) into.Add("cgroup.processes", inRoot, "/");
        AddDelays(into);
        Forget(host, pids);
    }

    /// <summary>In order of number, so that what the budget leaves out is the same on a replay.</summary>
    private static List<int> Pids(Host host)
    {
        var pids = new List<int>();
        foreach (var name in host.List("proc"))
            if (char.IsAsciiDigit(name[0]) && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) pids.Add(pid);
        pids.Sort();
        return pids;
    }

    private TrackedProcess? Read(Host host, int pid, ref int budget, SnapshotBuilder into)
    {
        var group = members.GroupOf(pid);
        if (!_known.TryGetValue(pid, out var process)) process = new TrackedProcess(pid);
        if (process.Rests(host, group, members, into)) return process;
        var started = process.StartTicks;
        if (!process.ReadStat(host, group, into.At)) return null;
        if (started is { } before && before != process.StartTicks)
        {
            process.Release(host);
            process = new TrackedProcess(pid);
            process.ReadStat(host, group, into.At);
        }
        if (process.IsKernelThread)
        {
            process.Release(host);
            _kernelThreads.Add(pid);
            return null;
        }
        budget -= (int)Math.Min(process.Threads, 64);
        if (budget >= 0) AddDelay(group, process.ReadRest(host, into));
        return _known[pid] = process;
    }

    private void AddDelay(string group, ulong? gained)
    {
        if (gained is { } more) _delays[group] = _delays.GetValueOrDefault(group) + more;
    }

    private void AddDelays(SnapshotBuilder into)
    {
        foreach (var (group, delay) in _delays)
        {
            if (members.IsAlive(group)) into.Add("cgroup.cpu.run_delay", delay / 1e9, group);
            else _delays.Remove(group);
        }
    }

    private void Forget(Host host, List<int> pids)
    {
        if (_known.Count + _kernelThreads.Count <= pids.Count) return;
        var there = pids.ToHashSet();
        foreach (var pid in _known.Keys.Where(pid => !there.Contains(pid)).ToList())
        {
            _known[pid].Release(host);
            _known.Remove(pid);
        }
        _kernelThreads.IntersectWith(there);
    }
}
