using Kernward.Detection;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Plugins;
using Kernward.Tests.Knowledge;

namespace Kernward.Tests.Detection;

/// <summary>Symptoms stand under their cause, and what only looks like an incident is none.</summary>
public sealed class CauseTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    private static readonly string[] FullMemory =
        ["memory-pressure", "swap-thrash", "direct-reclaim-stalls", "cache-squeezed-group", "compaction-stalls", "oom-kill"];

    private static Diagnosis Diagnose(params string[] scenes) => new DetectorEngine(Known, _ => null).Diagnose(Scene.Window([Scenes.Healthy, .. scenes]));

    private static Diagnosis OfFullMemory() => Diagnose([.. FullMemory.Select(id => Scenes.All[id]), "system.memory.available 2e8"]);

    [Fact]
    public void Symptoms_of_one_cause_are_one_root()
    {
        var diagnosis = OfFullMemory();
        Assert.Equal("memory-pressure", Assert.Single(diagnosis.Roots).Finding.Id);
        Assert.Equal(FullMemory.Order(), diagnosis.Findings.Select(finding => finding.Id).Order());
    }

    [Fact]
    public void Every_cause_stands_before_its_symptoms_and_is_named_by_them()
    {
        var findings = OfFullMemory().Findings;
        for (var i = 0; i < findings.Count; i++)
            if (findings[i].Cause is { } cause)
                Assert.Contains(findings.Take(i), finding => finding.Id == cause.Id && finding.Subject.Alias == cause.Subject);
        Assert.Equal(findings.Count - 1, findings.Count(finding => finding.Cause is not null));
    }

    [Fact]
    public void The_nearest_of_several_causes_is_taken()
    {
        var oom = OfFullMemory().Findings.Single(finding => finding.Id == "oom-kill");
        Assert.Equal("swap-thrash", oom.Cause!.Id);
    }

    [Fact]
    public void A_cause_of_the_same_subject_brings_nothing_about_elsewhere()
    {
        var diagnosis = Diagnose(Scenes.All["disk-saturated"], "disk.operations.flush@vdb +400; disk.operation_time.flush@vdb +8");
        Assert.Equal(["disk-saturated", "flush-storm"], diagnosis.Roots.Select(root => root.Finding.Id).Order());
        var same = Diagnose(Scenes.All["disk-saturated"], Scenes.All["flush-storm"]);
        Assert.Equal("disk-saturated", Assert.Single(same.Roots).Finding.Id);
    }

    [Fact]
    public void The_worst_of_a_tree_decides_its_place()
    {
        var diagnosis = Diagnose(Scenes.All["disk-slow"], Scenes.All["link-errors"], Scenes.All["tcp-loss"], Scenes.All["oom-kill"], "system.memory.available 2e8");
        var worst = diagnosis.Roots.Select(diagnosis.WorstOf).ToList();
        Assert.Equal(worst.OrderDescending(), worst);
        Assert.True(worst.Count > 2);
    }

    [Fact]
    public void A_look_alike_keeps_a_detector_silent_and_says_why()
    {
        var diagnosis = Diagnose(Scenes.All["cpu-starved-group"], "cgroup.cpu.weight@/system.slice/web.service 10");
        Assert.DoesNotContain(diagnosis.Findings, finding => finding.Id == "cpu-starved-group");
        var refuted = Assert.Single(diagnosis.Refuted, refuted => refuted.Id == "cpu-starved-group");
        Assert.Equal("/system.slice/web.service", refuted.Subject.Name);
        Assert.Contains("low weight", refuted.Why, StringComparison.Ordinal);
        Assert.Equal(10, diagnosis.Evidence.Single(evidence => evidence.Id == refuted.Evidence[0]).Value);
    }

    [Fact]
    public void Nothing_is_refuted_where_nothing_was_nearly_found() => Assert.Empty(Diagnose().Refuted);

    [Fact]
    public void A_condition_with_a_window_waits_until_so_much_was_watched()
    {
        var leak = Scenes.All["memory-grows-steadily"];
        Assert.Contains(Diagnose(leak).Findings, finding => finding.Id == "memory-grows-steadily");
        Assert.DoesNotContain(Diagnose(leak, "window 500").Findings, finding => finding.Id == "memory-grows-steadily");
        Assert.True(Diagnose(leak, "window 500").LookedAt!.Waiting > Diagnose(leak).LookedAt!.Waiting);
    }

    [Fact]
    public void Loads_are_the_highest_first()
    {
        var loads = Diagnose("system.filesystem.utilization@/srv 0.8").Loads;
        Assert.Equal(loads.OrderByDescending(load => load.Share).Select(load => load.Id), loads.Select(load => load.Id));
        Assert.Equal(("space", "/srv", 0.8), (loads[0].Id, loads[0].Subject, loads[0].Share));
        Assert.Equal(0.3, loads.Single(load => load.Id == "cpu").Share, 0.001);
    }
}
