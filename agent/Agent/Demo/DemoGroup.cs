using System.Globalization;

namespace Kernward.Demo;

/// <summary>One control group of the demo's own.</summary>
/// <param name="Name">Its path from the root group, as people and plans name it: <c>/kernward-demo-12/shop</c>.</param>
/// <param name="Directory">Where it lies.</param>
/// <param name="IsUnified">True for cgroup v2.</param>
public sealed record DemoGroup(string Name, string Directory, bool IsUnified)
{
    /// <summary>The file that holds its share of CPU time.</summary>
    public string WeightFile => Path.Combine(Directory, IsUnified ? "cpu.weight" : "cpu.shares");

    /// <summary>Puts a process with all its threads into the group.</summary>
    public void Add(int process) =>
        File.WriteAllText(Path.Combine(Directory, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets its share in the unit of cgroup v2 (1 to 10000, 100 is the default); on v1, 100 is 1024 shares.</summary>
    public void SetWeight(int weight) =>
        File.WriteAllText(WeightFile, (IsUnified ? weight : Math.Max(2, weight * 1024 / 100)).ToString(CultureInfo.InvariantCulture));
}
