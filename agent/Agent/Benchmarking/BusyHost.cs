using System.Globalization;
using System.Text;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Torture;

namespace Kernward.Benchmarking;

/// <summary>
/// A tree shaped like a host with 500 processes in 200 groups, in memory. What is not of processes and groups is copied from this
/// machine as its sensors read it. A tenth of the processes goes on running, each in a group of its own, which moves with it.
/// </summary>
internal sealed class BusyHost : IDisposable
{
    private const int Processes = 500, Groups = 200, FirstPid = 1000, Running = 50;
    private const string Slice = "sys/fs/cgroup/system.slice";

    private readonly ScratchSpace _scratch = ScratchSpace.InMemory();
    private int _moves;

    public BusyHost()
    {
        Root = _scratch.Make("busy");
        CopyThisMachine();
        Write("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n");
        Write("sys/fs/cgroup/cgroup.stat", $"nr_descendants {Groups}\nnr_dying_descendants 0\n");
        Write(Slice + "/cgroup.procs", "");
        for (var group = 0; group < Groups; group++) AddGroup($"{Slice}/service{group}.service", group);
        for (var process = 0; process < Processes; process++) AddProcess(process);
    }

    public string Root { get; }

    public void Dispose() => _scratch.Dispose();

    /// <summary>Lets some processes run: what rests is cheaper to observe.</summary>
    public void Move()
    {
        _moves++;
        for (var process = 0; process < Running; process++)
        {
            WriteTimes(process, 1_000_000_000L + (_moves * 10_000_000L));
            WriteUse($"{Slice}/service{process}.service", _moves);
        }
    }

    private void CopyThisMachine()
    {
        var recorder = new RecordingHost(new LiveHost(TimeProvider.System));
        var snapshot = new Sampler(recorder, SensorSet.Create()).Sample();
        foreach (var (path, content) in recorder.TakeFrame(snapshot.At, snapshot.Time).Files)
            if (!path.StartsWith("sys/fs/cgroup/", StringComparison.Ordinal) && !(path.StartsWith("proc/", StringComparison.Ordinal) && char.IsAsciiDigit(path[5])))
                Write(path, content);
    }

    private void AddGroup(string directory, int group)
    {
        var processes = Enumerable.Range(0, Processes).Where(process => process % Groups == group).Select(process => Number(FirstPid + process));
        Write(directory + "/cgroup.procs", string.Join('\n', processes) + "\n");
        WriteUse(directory, 0);
        Write(directory + "/cpu.weight", "100\n");
        Write(directory + "/cpu.max", "max 100000\n");
        Write(directory + "/cpu.idle", "0\n");
        Write(directory + "/memory.max", "max\n");
        Write(directory + "/memory.high", "max\n");
        Write(directory + "/memory.low", "0\n");
        Write(directory + "/memory.swap.current", "0\n");
        Write(directory + "/memory.stat", "anon 52428800\nfile 52428800\npgmajfault 12\nworkingset_refault_anon 0\nworkingset_refault_file 5\n");
        Write(directory + "/memory.events", "low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n");
        Write(directory + "/io.stat", "8:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n");
        Write(directory + "/pids.current", "3\n");
        Write(directory + "/pids.max", "4915\n");
        Write(directory + "/pids.events", "max 0\n");
        foreach (var resource in (string[])["cpu", "memory", "io"])
            Write($"{directory}/{resource}.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    }

    private void AddProcess(int process)
    {
        var directory = $"proc/{Number(FirstPid + process)}";
        Write(directory + "/io", "rchar: 1\nwchar: 1\nsyscr: 1\nsyscw: 1\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 0\n");
        Write(directory + "/status", "Name:\tservice\nFDSize:\t64\n");
        WriteTimes(process, 1_000_000_000);
    }

    private void WriteUse(string directory, int moves)
    {
        var used = 1_000_000L + (moves * 10_000L);
        Write(directory + "/cpu.stat", $"usage_usec {Number(used)}\nuser_usec {Number(used * 7 / 10)}\nsystem_usec {Number(used * 3 / 10)}\n"
            + "nr_periods 10\nnr_throttled 1\nthrottled_usec 5000\n");
        Write(directory + "/memory.current", Number(104_857_600 + (moves * 4096L)) + "\n");
    }

    private void WriteTimes(int process, long nanoseconds)
    {
        var (pid, ticks) = (Number(FirstPid + process), Number(nanoseconds / 10_000_000));
        Write($"proc/{pid}/stat", $"{pid} (service) S 1 {pid} {pid} 0 -1 4194560 100 0 1 0 {ticks} 50 0 0 20 0 1 0 {pid} 100000000 2500 "
            + "18446744073709551615 1 1 0 0 0 0 0 4096 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
        Write($"proc/{pid}/schedstat", $"{Number(nanoseconds)} 2000000 100\n");
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void Write(string path, string content) => Write(path, Encoding.ASCII.GetBytes(content));

    private void Write(string path, byte[] content)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }
}
