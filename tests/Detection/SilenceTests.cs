using Kernward.Detection;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Plugins;
using Kernward.Tests.Knowledge;

namespace Kernward.Tests.Detection;

/// <summary>Healthy load that looks like an incident: nothing above a note may come of it.</summary>
public sealed class SilenceTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    public static TheoryData<string, string> Healthy => new()
    {
        { "page cache that looks like a leak", "window 900; system.memory.free 1.2e9..1e8; system.memory.cached 1e9..2.6e9; cgroup.memory.usage@/system.slice/batch.service 4e8..2e9" },
        { "swap that was filled long ago", "system.swap.used 1.9e9" },
        { "CPUs full of work that keeps up", "system.cpu.time.busy +1.9; pressure.cpu.some.avg10 9; pressure.cpu.some.avg60 9; system.cpu.load_average.1m 2.1; system.cpu.load_average.5m 2" },
        { "a build that is niced, with more jobs than CPUs",
          "system.cpu.time.busy +2; system.cpu.time.nice +1.7; pressure.cpu.some.time +0.9; pressure.cpu.some.avg10 90; pressure.cpu.some.avg60 85; "
          + "system.cpu.load_average.1m 9; system.cpu.load_average.5m 8; cgroup.cpu.usage@/system.slice/batch.service +1.9; system.processes.created +300" },
        { "a backup at night",
          "disk.io.read@vda +1.2e8; disk.operations.total@vda +900; disk.operation_time.total@vda +1.8; disk.io_time@vda +0.9; disk.weighted_io_time@vda +1.8; "
          + "pressure.io.some.time +0.25; pressure.io.some.avg10 22; system.memory.free 1.5e8; system.cpu.time.busy +0.9; cgroup.io.read_bytes@/system.slice/batch.service +1.2e8; "
          + "cgroup.io.read_operations@/system.slice/batch.service +800; memory.vmstat.pgpgin +120000" },
        { "a database that loads many rows",
          "system.memory.dirty 1.5e8; memory.vmstat.nr_written +20000; memory.vmstat.pgpgout +80000; disk.io.write@vda +8e7; disk.operations.flush@vda +30; "
          + "disk.operation_time.flush@vda +0.1; pressure.io.some.time +0.3; system.cpu.time.busy +1.2" },
        { "many short downloads", "network.tcp.passive_opens +900; network.tcp.active_opens +900; network.tcp.sockets.time_wait 9000; network.tcp.sent_segments +9000; network.softnet.processed +20000" },
        { "a heap that grows and gives back", "window 900; process.memory.rss@1234 3e8~9e8" },
        { "a service that warms up", "window 900; process.memory.rss@1234 3e8>9e8" },
        { "a host without anything to do", "system.cpu.time.busy +0.01; system.cpu.load_average.1m 0; memory.vmstat.pgpgin +0; memory.vmstat.pgpgout +0" },
    };

    [Theory]
    [MemberData(nameof(Healthy))]
    public void Healthy_load_raises_no_alarm(string what, string scene)
    {
        var diagnosis = new DetectorEngine(Known, _ => null).Diagnose(Scene.Window(Scenes.Healthy, scene));
        Assert.True(diagnosis.Findings.All(finding => finding.Severity == Severity.Info && finding.Class == FindingClass.None),
            $"{what}: {string.Join(", ", diagnosis.Findings.Select(finding => finding.Id))}");
    }

    [Fact]
    public void Reasons_of_look_alikes_end_a_sentence()
    {
        Assert.All(Known.Detectors.SelectMany(detector => detector.RefutedBy), refutation =>
        {
            Assert.NotEmpty(refutation.Why);
            Assert.True(char.IsLower(refutation.Why[0]) && !refutation.Why.EndsWith('.'), refutation.Why);
        });
        Assert.True(Known.Detectors.Count(detector => detector.RefutedBy.Count > 0) >= 20);
    }
}
