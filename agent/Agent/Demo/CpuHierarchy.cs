namespace Kernward.Demo;

/// <summary>Where this machine keeps the control groups that share out CPU time.</summary>
/// <param name="Mount">Directory of the root group.</param>
/// <param name="IsUnified">True for cgroup v2 (cpu.weight), false for v1 (cpu.shares).</param>
/// <param name="Accounting">Where v1 counts CPU time, if that is a hierarchy of its own: a group is there only if it is made there too.</param>
internal sealed record CpuHierarchy(string Mount, bool IsUnified, string? Accounting = null)
{
    /// <summary>From lines of <c>/proc/self/mountinfo</c>: a v1 hierarchy with cpu first, else v2 if its root has cpu; null for neither.</summary>
    internal static CpuHierarchy? Find(IEnumerable<string> mounts, Func<string, string> controllers)
    {
        string? unified = null, accounting = null, cpu = null;
        foreach (var line in mounts)
        {
            if (line.Split(" - ") is not [var before, var after]) continue;
            if (before.Split(' ') is not [_, _, _, _, var mount, ..] || after.Split(' ') is not [var type, _, var options, ..]) continue;
            var has = type == "cgroup" ? options.Split(',') : [];
            if (has.Contains("cpu")) cpu ??= mount;
            else if (has.Contains("cpuacct")) accounting ??= mount;
            if (type == "cgroup2" && controllers(mount).Split(' ', '\n').Contains("cpu")) unified ??= mount;
        }
        if (cpu is not null) return new(cpu, false, cpu.Contains("cpuacct", StringComparison.Ordinal) ? null : accounting);
        return unified is null ? null : new(unified, true);
    }

    internal static CpuHierarchy OfThisMachine() =>
        Find(File.ReadLines("/proc/self/mountinfo"), mount => File.ReadAllText(Path.Combine(mount, "cgroup.controllers")))
        ?? throw new DemoException(
            "This machine has no control groups that share out CPU time.",
            "Mount cgroup v2 with its cpu controller, or run the demo on a machine that has it.");
}
