using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kernward.Demo;

namespace Kernward.Tests.Demo;

public class DemoStageTests
{
    [Fact]
    public void Refuses_to_break_the_machines_own_network()
    {
        Assert.False(NetworkNamespace.IsOwn);
        Assert.Contains("network namespace", Assert.Throws<DemoException>(() => new DemoStage(TimeProvider.System)).Message);
    }

    [UserFact]
    public void Says_that_a_namespace_needs_root() =>
        Assert.Contains("needs root", Assert.Throws<DemoException>(() => NetworkNamespace.RunSelf(["demo-part"])).Message);

    [RootFact]
    public void Both_incidents_hurt_and_both_can_be_mended()
    {
        using var rehearsal = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "kernward"))
        {
            ArgumentList = { "demo-part", "rehearse", "--watch-ms", "4000" },
            RedirectStandardOutput = true,
        })!;
        var lines = rehearsal.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, ClientJson.Default.RehearsalLine)!).ToDictionary(line => line.Incident);
        rehearsal.WaitForExit();
        Assert.Equal(0, rehearsal.ExitCode);
        var queue = lines["accept-queue"];
        Assert.InRange(queue.OverflowsBefore, 5, double.MaxValue);
        Assert.Equal(0, queue.OverflowsAfter);
        AssertHalved(queue);
        AssertHalved(lines["starvation"]);
    }

    [RootFact]
    public void The_groups_of_a_dead_demo_are_swept_and_those_of_a_live_one_are_not()
    {
        var mount = CpuHierarchy.OfThisMachine().Mount;
        using var gone = Process.Start("/bin/true");
        gone.WaitForExit();
        var dead = Path.Combine(mount, $"kernward-demo-{gone.Id.ToString(CultureInfo.InvariantCulture)}");
        Directory.CreateDirectory(Path.Combine(dead, "shop"));
        using var groups = new DemoGroups();
        Assert.False(Directory.Exists(dead));
        DemoGroups.Sweep(mount);
        Assert.True(File.Exists(groups.Backup.WeightFile));
    }

    [RootFact]
    public void Groups_are_removed_with_what_runs_in_them()
    {
        using var batch = new DemoChild("batch", ["--threads", "1"]);
        DemoGroup shop;
        using (var groups = new DemoGroups())
        {
            shop = groups.Shop;
            shop.Add(batch.Id);
            shop.SetWeight(1000);
            Assert.Equal(shop.IsUnified ? "1000\n" : "10240\n", File.ReadAllText(shop.WeightFile));
            Assert.StartsWith("/kernward-demo-", shop.Name);
        }
        Assert.False(Directory.Exists(Path.GetDirectoryName(shop.Directory)));
    }

    private static void AssertHalved(RehearsalLine line)
    {
        Assert.InRange(line.Before.P99Ms, 100, double.MaxValue);
        Assert.InRange(line.After.Count, 1, int.MaxValue);
        Assert.InRange(line.After.P99Ms, 0, line.Before.P99Ms / 2);
    }
}
