using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors;

public sealed class ProcessSensorTests
{
    private readonly MemoryHost _host = new(("sys/fs/cgroup/cgroup.controllers", "cpu\n"), ("sys/fs/cgroup/a/cgroup.procs", "10\n"));

    [Fact]
    public void Adds_up_the_run_delay_of_threads_and_keeps_what_a_gone_thread_had()
    {
        Process(10, threads: 2);
        _host["proc/10/task/10/schedstat"] = "1 1000000000 1";
        _host["proc/10/task/11/schedstat"] = "1 3000000000 1";
        var sampler = new Sampler(_host, SensorSet.Create());
        Assert.Equal(4, sampler.Sample().Get("process.run_delay", "10"));
        _host.Remove("proc/10/task/11");
        _host["proc/10/task/12/schedstat"] = "1 500000000 1";
        _host["proc/10/task/10/schedstat"] = "1 1250000000 1";
        var after = sampler.Sample();
        Assert.Equal(4.75, after.Get("process.run_delay", "10"));
        Assert.Equal(4.75, after.Get("cgroup.cpu.run_delay", "/a"));
    }

    [Fact]
    public void Asks_less_often_after_a_thread_that_sleeps_and_misses_nothing_of_it()
    {
        Process(10, threads: 2);
        _host["proc/10/task/10/schedstat"] = "1 1000000000 1";
        _host["proc/10/task/11/schedstat"] = "1 1000000000 1";
        var sampler = new Sampler(_host, SensorSet.Create());
        for (var i = 0; i < 2; i++) sampler.Sample();
        _host.Asked.Clear();
        _host["proc/10/task/11/schedstat"] = "2 3000000000 2";
        for (var i = 0; i < 3; i++) Assert.Equal(2, sampler.Sample().Get("process.run_delay", "10"));
        Assert.DoesNotContain("proc/10/task/11/schedstat", _host.Asked);
        Assert.Equal(4, sampler.Sample().Get("process.run_delay", "10"));
    }

    [Fact]
    public void Counts_a_thread_once_when_it_is_left_alone_and_when_it_gets_company()
    {
        Process(10, threads: 1);
        _host["proc/10/schedstat"] = "1 1000000000 1";
        var sampler = new Sampler(_host, SensorSet.Create());
        sampler.Sample();
        Process(10, threads: 2);
        _host["proc/10/schedstat"] = "2 1500000000 1";
        _host["proc/10/task/10/schedstat"] = "2 1500000000 1";
        _host["proc/10/task/11/schedstat"] = "1 100000000 1";
        Assert.Equal(1.6, sampler.Sample().Get("process.run_delay", "10")!.Value, 1e-9);
        Process(10, threads: 1);
        _host["proc/10/schedstat"] = "3 1700000000 1";
        Assert.Equal(1.8, sampler.Sample().Get("process.run_delay", "10")!.Value, 1e-9);
    }

    [Fact]
    public void Starts_anew_where_a_pid_names_another_process()
    {
        Process(10, threads: 1, start: 5);
        _host["proc/10/schedstat"] = "9 5000000000 1";
        var sampler = new Sampler(_host, SensorSet.Create());
        sampler.Sample();
        Process(10, threads: 1, start: 6);
        _host["proc/10/schedstat"] = "1 2000000000 1";
        Assert.Equal(2, sampler.Sample().Get("process.run_delay", "10"));
    }

    [Fact]
    public void Does_not_read_again_a_kernel_thread_or_a_process_that_did_not_run()
    {
        Process(10, threads: 1);
        Process(11, threads: 1, flags: 0x00200040);
        _host["proc/10/schedstat"] = "1 1 1";
        var sampler = new Sampler(_host, SensorSet.Create());
        sampler.Sample();
        sampler.Sample();
        _host.Asked.Clear();
        var snapshot = sampler.Sample();
        Assert.DoesNotContain("proc/10/stat", _host.Asked);
        Assert.DoesNotContain("proc/11/stat", _host.Asked);
        Assert.Equal(3, snapshot.Get("process.cpu.time", "10"));
        _host["proc/10/schedstat"] = "2 1 2";
        _host["proc/10/stat"] = Stat(10, 1, 0, 5, cpu: 400);
        Assert.Equal(4, sampler.Sample().Get("process.cpu.time", "10"));
    }

    [Fact]
    public void Notices_that_a_resting_process_was_moved_to_another_group()
    {
        Process(10, threads: 1);
        _host["proc/10/schedstat"] = "1 1 1";
        var sampler = new Sampler(_host, SensorSet.Create());
        for (var i = 0; i < 3; i++) Assert.Equal("/a", sampler.Sample().Processes[0].Cgroup);
        _host["sys/fs/cgroup/a/cgroup.procs"] = "";
        Assert.Equal("/", sampler.Sample().Processes[0].Cgroup);
    }

    private void Process(int pid, int threads, long start = 5, int flags = 0) => _host[$"proc/{pid}/stat"] = Stat(pid, threads, flags, start, 300);

    private static string Stat(int pid, int threads, int flags, long start, int cpu) =>
        $"{pid} (p) S 1 1 1 0 -1 {flags} 0 0 0 0 {cpu} 0 0 0 20 0 {threads} 0 {start} 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n";
}
