using Kernward.Detection;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Planning;
using Kernward.Plugins;

namespace Kernward.Tests.Knowledge;

/// <summary>Each shipped detector sees what it is for, and none sees anything on a healthy host.</summary>
public sealed class DetectorTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    public static TheoryData<string> Ids => [.. Known.Detectors.Select(detector => detector.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Fires_on_a_window_that_shows_it(string id)
    {
        var found = Assert.Single(Diagnose(id).Detected, detected => detected.Finding.Id == id);
        Assert.NotEmpty(found.Finding.Evidence);
        Assert.Equal(found.Detector.Culprit is null ? "" : "/system.slice/batch.service", found.Culprit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("window 15")]
    [InlineData("window 1200")]
    public void Nothing_fires_on_a_healthy_host(string window) => Assert.Empty(Engine().Diagnose(Scene.Window(Scenes.Healthy, window)).Findings.Select(finding => finding.Id));

    [Fact]
    public void The_healthy_host_has_every_metric_that_a_detector_reads()
    {
        var healthy = Scene.Window(Scenes.Healthy).Last;
        var read = Known.Detectors.SelectMany(detector => detector.Conditions).SelectMany(condition => condition.Value.Reads).Where(read => read.Function.Length > 0);
        Assert.All(read.Select(read => read.Argument).Distinct(), metric => Assert.True(healthy.Subjects(metric).Any(), metric));
    }

    [Fact]
    public void Every_scene_belongs_to_a_detector() => Assert.Empty(Scenes.All.Keys.Except(Known.Detectors.Select(detector => detector.Id)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_remedies_are_values_that_may_be_written(string id)
    {
        var found = Diagnose(id).Detected.First(detected => detected.Finding.Id == id);
        foreach (var remedy in found.Detector.Remedies.Where(remedy => remedy.To is not null))
        {
            var tunable = Known.Tunable(remedy.Tunable)!;
            foreach (var current in new[] { tunable.Value.Min ?? 1, 100, tunable.Value.Max ?? 1e9 })
            {
                var to = remedy.To!.Evaluate(Values(found, remedy, current));
                Assert.True(to is not null, $"{id}: {remedy.Tunable} has no value from {current}");
                var text = ValueText.Of(tunable, string.Join(' ', Enumerable.Repeat(current.ToString("F0"), tunable.Value.Count)), to.Value);
                Assert.True(text == current.ToString("F0") || TunableValue.Parse(tunable, text, out _) is not null, $"{id}: {remedy.Tunable} to {text}");
            }
        }
    }

    [Theory]
    [InlineData("net.core.somaxconn", "accept-queue-overflow", 8, 4096)]
    [InlineData("net.core.somaxconn", "accept-queue-overflow", 2048, 8192)]
    [InlineData("net.netfilter.nf_conntrack_max", "conntrack-nearly-full", 200, 65536)]
    [InlineData("net.ipv4.neigh.default.gc_thresh3", "neighbour-table-full", 64, 8192)]
    [InlineData("net.core.rmem_default", "udp-receive-buffer-errors", 8192, 1048576)]
    [InlineData("net.core.rmem_default", "udp-receive-buffer-errors", 8388608, 8388608)]
    [InlineData("vm.max_map_count", "map-count-low", 20000, 262144)]
    [InlineData("vm.dirty_bytes", "dirty-stalls", 0, 24576000)]
    [InlineData("vm.dirty_background_bytes", "dirty-stalls", 0, 6144000)]
    [InlineData("kernel.pid_max", "pid-limit-low", 450, 131072)]
    [InlineData("fs.file-max", "file-handles-nearly-full", 1000, 390625)]
    [InlineData("cgroup.cpu.max", "cpu-throttled-group", 0.2, 0.5)]
    [InlineData("cgroup.cpu.max", "cpu-throttled-group", 1.5, 2)]
    [InlineData("cgroup.cpu.weight", "runaway-process", 10000, 50)]
    [InlineData("cgroup.cpu.weight", "runaway-process", 100, 10)]
    [InlineData("cgroup.cpu.weight", "runaway-process", 5, 5)]
    public void One_step_is_enough_to_repair(string id, string detector, double current, double expected)
    {
        var found = Diagnose(detector).Detected.First(detected => detected.Finding.Id == detector);
        var remedy = found.Detector.Remedies.First(remedy => remedy.Tunable == id);
        var to = remedy.To!.Evaluate(Values(found, remedy, current))!.Value;
        Assert.Equal(expected, double.Parse(ValueText.Of(Known.Tunable(id)!, current.ToString(), to)), 0.001);
    }

    [Fact]
    public void The_group_that_takes_most_is_not_itself_said_to_starve()
    {
        var both = Scene.Window(Scenes.Healthy, Scenes.All["cpu-starved-group"], "cgroup.cpu.run_delay@/system.slice/batch.service +6");
        Assert.Equal("/system.slice/web.service", Assert.Single(Engine().Diagnose(both).Detected, detected => detected.Finding.Id == "cpu-starved-group").Subject);
    }

    [Fact]
    public void The_group_that_fills_memory_is_not_itself_said_to_be_squeezed()
    {
        var both = Scene.Window(Scenes.Healthy, Scenes.All["cache-squeezed-group"], "cgroup.memory.refaults@/system.slice/batch.service +9000");
        Assert.Equal("/system.slice/web.service", Assert.Single(Engine().Diagnose(both).Detected, detected => detected.Finding.Id == "cache-squeezed-group").Subject);
    }

    [Fact]
    public void Nobody_starves_where_no_group_takes_much() =>
        Assert.DoesNotContain(Engine().Diagnose(Scene.Window(Scenes.Healthy, Scenes.All["cpu-starved-group"], "cgroup.cpu.usage@/system.slice/batch.service +0.25")).Findings,
            finding => finding.Id == "cpu-starved-group");

    [Fact]
    public void A_finding_stays_until_its_values_are_calm()
    {
        var engine = Engine();
        bool Fires(string rate) => engine.Diagnose(Scene.Window(Scenes.Healthy, "network.softnet.dropped " + rate)).Findings.Any(finding => finding.Id == "softnet-drops");
        Assert.Equal([false, true, true, false, false], new[] { "+5", "+20", "+5", "+0.5", "+5" }.Select(Fires));
    }

    [Fact]
    public void A_host_whose_cpus_are_full_of_honest_work_is_left_alone() =>
        Assert.All(Diagnose("healthy-busy").Findings, finding => Assert.Equal(FindingClass.None, finding.Class));

    private static DetectorEngine Engine() => new(Known, _ => null);

    private static Diagnosis Diagnose(string id) => Engine().Diagnose(Scene.Window(Scenes.Healthy, Scenes.All[id]));

    private static WindowValues Values(Detected found, Remedy remedy, double current)
    {
        var subject = remedy.Scope switch { "subject" => found.Subject, "culprit" => found.Culprit, _ => "" };
        return new WindowValues(Known, Scene.Window(Scenes.Healthy, Scenes.All[found.Finding.Id]), subject, _ => null) { Named = new Dictionary<string, double> { ["current"] = current } };
    }
}
