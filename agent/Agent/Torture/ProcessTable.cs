using System.Globalization;
using Kernward.Demo;

namespace Kernward.Torture;

/// <summary>Which processes there are, whose children, and their end.</summary>
internal static class ProcessTable
{
    /// <summary>False also for one that is dead and was not waited for.</summary>
    public static bool IsAlive(int pid) => Status(pid) is { State: not ('Z' or 'X') };

    /// <summary>Living children, whichever thread started them. Not every kernel lists them, so all processes are looked at.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Status(pid) is { State: not ('Z' or 'X') } status && status.Parent == parent),
    ];

    public static void Kill(int pid) => _ = Libc.SendSignal(pid, Libc.Kill);

    /// <summary>Most memory that it ever had resident, in bytes; 0 where it is gone.</summary>
    public static long PeakMemory(int pid)
    {
        var line = Read($"/proc/{pid}/status").Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) ?? "";
        return long.TryParse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1), CultureInfo.InvariantCulture, out var kibibytes) ? kibibytes * 1024 : 0;
    }

    /// <summary>From <c>PID (NAME) STATE PARENT ...</c>; a name may hold anything, so what counts begins after its last bracket.</summary>
    private static (char State, int Parent)? Status(int pid)
    {
        var line = Read($"/proc/{pid}/stat");
        return line[(line.LastIndexOf(')') + 1)..].Split(' ') is [_, [var state], var parent, ..]
            ? (state, int.Parse(parent, CultureInfo.InvariantCulture))
            : null;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
