using System.Globalization;

namespace Kernward.Demo;

/// <summary>One control group of the demo's own.</summary>
/// <param name="Name">Its path from the root group, as people and plans name it: <c>/kernward-demo-12/shop</c>.</param>
/// <param name="Directory">Where it lies.</param>
/// <param name="IsUnified">True for cgroup v2.</param>
/// <param name="Accounting">Its twin in the hierarchy that counts CPU time, where that is another one.</param>
public sealed record DemoGroup(string Name, string Directory, bool IsUnified, string? Accounting = null)
{
    /// <summary>The file that holds its share of CPU time.</summary>
    public string WeightFile => Path.Combine(Directory, IsUnified ? "cpu.weight" : "cpu.shares");

    /// <summary>Puts a process with all its threads into the group.</summary>
    public void Add(int process)
    {
        foreach (var directory in new[] { Directory, Accounting }.OfType<string>())
            File.WriteAllText(Path.Combine(directory, "cgroup.procs"), process.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Sets its share in the unit of cgroup v2 (1 to 10000, 100 is the default); on v1, 100 is 1024 shares.</summary>
    public void SetWeight(int weight) =>
        File.WriteAllText(WeightFile, (IsUnified ? weight : Math.Max(2, weight * 1024 / 100)).ToString(CultureInfo.InvariantCulture));
}
