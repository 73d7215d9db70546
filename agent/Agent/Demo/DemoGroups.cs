using System.Globalization;

namespace Kernward.Demo;

/// <summary>
/// The demo's two control groups, a shop and a nightly backup, side by side under <c>/kernward-demo-PID</c>.
/// Removed by <see cref="Dispose"/>; what a killed demo left is removed when the next one starts.
/// </summary>
public sealed class DemoGroups : IDisposable
{
    private const string Prefix = "kernward-demo-";

    /// <summary>
    /// Ten times the default, so that neighbours on a busy machine do not decide how the play ends. It is one CPU's worth,
    /// for the seconds that the backup runs.
    /// </summary>
    private const int Weight = 1000;

    private static readonly TimeSpan RemovalPatience = TimeSpan.FromSeconds(2);

    private readonly CpuHierarchy hierarchy;
    private readonly string directory;
    private readonly bool enabledAtRoot;

    /// <summary>Makes them, after sweeping what dead demos left.</summary>
    /// <exception cref="DemoException">Not root, no cpu controller, or the kernel refuses.</exception>
    public DemoGroups()
    {
        hierarchy = CpuHierarchy.OfThisMachine();
        directory = In(hierarchy.Mount);
        try
        {
            foreach (var mount in Mounts) Sweep(mount);
            foreach (var mount in Mounts) Remove(In(mount));    // of a dead demo that had the same number
            enabledAtRoot = hierarchy.IsUnified && Enable(hierarchy.Mount);
            Directory.CreateDirectory(directory);
            new DemoGroup("", directory, hierarchy.IsUnified).SetWeight(Weight);
            if (hierarchy.IsUnified) Enable(directory);
            Shop = Make("shop");
            Backup = Make("nightly-backup");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new DemoException($"Control groups of the demo's own could not be made ({e.Message})",
                "Run it as root; in a container, with a writable cgroup mount.", e);
        }
    }

    /// <summary>Of the latency-sensitive service; default weight.</summary>
    public DemoGroup Shop { get; }

    /// <summary>Of the batch job.</summary>
    public DemoGroup Backup { get; }

    /// <summary>Ends what still runs in them and removes them; a few seconds at most, and no exception.</summary>
    public void Dispose()
    {
        foreach (var mount in Mounts) Remove(In(mount));
        if (!enabledAtRoot) return;
        try { File.WriteAllText(Path.Combine(hierarchy.Mount, "cgroup.subtree_control"), "-cpu"); }
        catch (IOException) { /* Another has come to use it since: then it stays, and does no harm. */ }
    }

    /// <summary>Removes the groups of demos whose process is gone.</summary>
    internal static void Sweep(string mount)
    {
        foreach (var left in Directory.EnumerateDirectories(mount, Prefix + "*").ToList())
            if (int.TryParse(Path.GetFileName(left).AsSpan(Prefix.Length), out var process) && !IsDemo(process))
                Remove(left);
    }

    /// <summary>A process number is used again after some time; a demo is this program, or <c>dotnet</c> that runs it.</summary>
    private static bool IsDemo(int process)
    {
        try
        {
            var name = File.ReadAllText($"/proc/{process}/comm").TrimEnd();
            return name is "kernward" or "dotnet" || process == Environment.ProcessId;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private DemoGroup Make(string name)
    {
        var path = Path.Combine(directory, name);
        Directory.CreateDirectory(path);
        var inside = Path.GetRelativePath(hierarchy.Mount, path);
        var accounting = hierarchy.Accounting is { } mount ? Directory.CreateDirectory(Path.Combine(mount, inside)).FullName : null;
        return new("/" + inside, path, hierarchy.IsUnified, accounting);
    }

    private IEnumerable<string> Mounts => new[] { hierarchy.Mount, hierarchy.Accounting }.OfType<string>();

    private static string In(string mount) => Path.Combine(mount, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    /// <summary>Lets the children of a v2 group have their own weights; true where that was not so before.</summary>
    private static bool Enable(string group)
    {
        var control = Path.Combine(group, "cgroup.subtree_control");
        if (File.ReadAllText(control).Split(' ', '\n').Contains("cpu")) return false;
        File.WriteAllText(control, "+cpu");
        return true;
    }

    /// <summary>A group can be removed when its processes are gone, which for a starved one takes a moment.</summary>
    private static void Remove(string group)
    {
        if (!Directory.Exists(group)) return;
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        while (!TryRemove(group) && clock.GetElapsedTime(started) < RemovalPatience)
            Task.Delay(TimeSpan.FromMilliseconds(20), clock).Wait();
    }

    private static bool TryRemove(string group)
    {
        try
        {
            foreach (var child in Directory.EnumerateDirectories(group).ToList())
            {
                EndProcesses(child);
                RemoveDirectory(child);
            }
            RemoveDirectory(group);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(group);
        }
    }

    private static void EndProcesses(string group)
    {
        foreach (var line in File.ReadLines(Path.Combine(group, "cgroup.procs")).ToList())
            if (int.TryParse(line, out var process) && process != Environment.ProcessId)
                _ = Libc.SendSignal(process, Libc.Kill);
    }

    private static void RemoveDirectory(string group)
    {
        if (Libc.RemoveDirectory(group) != 0)
            throw new IOException($"{group}: {System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage()}");
    }
}
