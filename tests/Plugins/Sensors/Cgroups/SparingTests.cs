using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Plugins.Sensors.Cgroups;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors.Cgroups;

/// <summary>Observations in a row, of which each reads only what may have moved.</summary>
public sealed class SparingTests
{
    private const string Directory = "sys/fs/cgroup/a";
    private const int SettingEvery = Group.SettingEvery;

    private readonly MemoryHost _host = new(
        ("sys/fs/cgroup/cgroup.controllers", "cpu memory io pids\n"), ($"{Directory}/cgroup.procs", "10\n"), ($"{Directory}/cpu.stat", "usage_usec 1000000\n"),
        ($"{Directory}/memory.current", "4096\n"), ($"{Directory}/memory.max", "8192\n"), ($"{Directory}/memory.stat", "pgmajfault 100\n"),
        ($"{Directory}/cpu.weight", "100\n"), ($"{Directory}/io.pressure", Pressure(0)), ("proc/10/stat", Stat(300)), ("proc/10/schedstat", "1 1 1"));

    private readonly Sampler _sampler;

    public SparingTests() => _sampler = new Sampler(_host, SensorSet.Create());

    [Fact]
    public async Task Of_a_group_that_did_nothing_only_its_pulse_is_read_and_the_rest_keeps_its_age()
    {
        await ObserveAsync(3 * SettingEvery);
        var ages = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            _host.Asked.Clear();
            var sample = await ObserveAsync(1);
            Assert.Contains($"{Directory}/cpu.stat", _host.Asked);
            Assert.Contains($"{Directory}/io.pressure", _host.Asked);
            Assert.Equal(_host.Asked.Contains($"{Directory}/memory.stat"), Age(sample, "cgroup.memory.major_faults") == 0);
            Assert.Equal((100, 100), (sample.Get("cgroup.memory.major_faults", "/a"), sample.Get("cgroup.cpu.weight", "/a")));
            Assert.Equal(0, Age(sample, "cgroup.cpu.usage"));
            ages.Add(Age(sample, "cgroup.memory.major_faults"));
        }
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], ages.Order());
    }

    [Fact]
    public async Task What_moved_is_seen_at_once_with_a_rate_over_the_time_since_it_was_read()
    {
        var samples = new List<MetricSnapshot>();
        for (var i = 0; i < 6; i++) samples.Add(await ObserveAsync(1));
        _host[$"{Directory}/cpu.stat"] = "usage_usec 1500000\n";
        _host[$"{Directory}/memory.stat"] = "pgmajfault 170\n";
        samples.Add(await ObserveAsync(1));
        var (last, before) = (samples[^1], samples[^2]);
        Assert.Equal(170, last.Get("cgroup.memory.major_faults", "/a"));
        var since = (last.At - before.Find("cgroup.memory.major_faults", "/a")!.Value.At).TotalSeconds;
        var window = new SampleWindow([before, last]);
        Assert.Equal(70 / since, window.Read("cgroup.memory.major_faults", "/a", Reading.Rate)!.Value, 1e-9);
        Assert.Equal(0.5, window.Read("cgroup.cpu.usage", "/a", Reading.Rate));
    }

    [Fact]
    public async Task Pressure_of_a_group_that_cannot_run_is_seen_at_once()
    {
        await ObserveAsync(5);
        _host[$"{Directory}/io.pressure"] = Pressure(900_000);
        Assert.Equal(0.9, (await ObserveAsync(1)).Get("cgroup.pressure.io.some.time", "/a"));
    }

    [Fact]
    public async Task A_setting_is_seen_within_its_turn_and_at_once_where_all_is_read()
    {
        await ObserveAsync(5);
        _host[$"{Directory}/cpu.weight"] = "900\n";
        Assert.Equal(900, _sampler.Sample().Get("cgroup.cpu.weight", "/a"));
        _host[$"{Directory}/cpu.weight"] = "50\n";
        Assert.Equal(50, (await ObserveAsync(SettingEvery)).Get("cgroup.cpu.weight", "/a"));
    }

    [Fact]
    public async Task A_process_whose_group_did_not_run_is_not_read_and_is_once_it_did()
    {
        await ObserveAsync(3);
        // Within 16 samples it is read all the same.
        var unread = 0;
        for (var i = 0; i < 16; i++)
        {
            _host.Asked.Clear();
            await ObserveAsync(1);
            if (!_host.Asked.Exists(path => path.StartsWith("proc/10/", StringComparison.Ordinal))) unread++;
        }
        Assert.Equal(15, unread);
        _host[$"{Directory}/cpu.stat"] = "usage_usec 2000000\n";
        _host["proc/10/stat"] = Stat(400);
        _host["proc/10/schedstat"] = "2 1 2";
        Assert.Equal(4, (await ObserveAsync(1)).Get("process.cpu.time", "10"));
    }

    [Fact]
    public void A_group_vouches_for_its_processes_only_from_the_sample_on_in_which_it_last_ran()
    {
        var members = new CgroupMembers();
        members.Clear(TimeSpan.FromSeconds(9));
        members.Add("/a", [10], TimeSpan.FromSeconds(5));
        members.Add("/b", [11], null);
        Assert.True(members.HasRested("/a", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(9)));
        Assert.False(members.HasRested("/a", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(9)));
        Assert.False(members.HasRested("/a", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10)));
        Assert.False(members.HasRested("/b", TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(9)));
        Assert.False(members.HasRested("/gone", TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(9)));
    }

    private static double Age(MetricSnapshot sample, string metric) => (sample.At - sample.Find(metric, "/a")!.Value.At).TotalSeconds;

    private async Task<MetricSnapshot> ObserveAsync(int times)
    {
        for (var i = 1; i < times; i++)
        {
            _sampler.SampleSparingly();
            await _host.WaitAsync(TimeSpan.FromSeconds(1), default);
        }
        var sample = _sampler.SampleSparingly();
        await _host.WaitAsync(TimeSpan.FromSeconds(1), default);
        return sample;
    }

    private static string Pressure(long total) =>
        $"some avg10=0.00 avg60=0.00 avg300=0.00 total={total}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n";

    private static string Stat(int cpu) =>
        $"10 (p) S 1 1 1 0 -1 0 0 0 0 0 {cpu} 0 0 0 20 0 1 0 5 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n";
}
