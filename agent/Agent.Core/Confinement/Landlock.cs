using System.Runtime.InteropServices;
using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>
/// Landlock (kernel 5.13 and later): what this thread, and all that it starts, may do with files. Rules are on inodes, and the
/// inode of a pseudo file can be dropped and made again, so the files of the rules are held open as long as they are to count.
/// </summary>
internal static unsafe class Landlock
{
    private const ulong Execute = 1, WriteFile = 2, ReadFile = 4, ReadDirectory = 8, Truncate = 1 << 14;
    private const ulong AllNetwork = 3, AllScopes = 3;
    private const int AskVersion = 1, BeneathPath = 1;

    /// <summary>Refusals go to the kernel's audit log, also those of a program that is executed; from version 7 on.</summary>
    private const int LogExecuted = 2;

    /// <summary>How many file rights each version of the interface knows, from version 1.</summary>
    private static readonly int[] FileRights = [13, 14, 15, 15, 16];

    /// <summary>The kernel's version of it; 0 where it has none, or it is off.</summary>
    public static int Version => (int)Math.Max(0, Native.Call(SystemCalls.Number("landlock_create_ruleset"), 0, 0, AskVersion, 0));

    /// <summary>
    /// Leaves this thread reading and executing below <paramref name="readable"/>, writing to <paramref name="writable"/>, which are
    /// files, and using <paramref name="devices"/>; no network, no signals and no abstract sockets to others, where the version knows of these.
    /// </summary>
    /// <returns>The open files that keep the rules alive; the caller closes them when the child has ended.</returns>
    /// <exception cref="ConfinementException">The kernel refuses it, or a file is gone.</exception>
    public static IReadOnlyList<int> Restrict(IEnumerable<string> readable, IEnumerable<string> writable, IEnumerable<string> devices)
    {
        var version = Version;
        if (version == 0) throw new ConfinementException("the kernel has no Landlock, or it is not switched on");
        var all = (1UL << FileRights[Math.Min(version, FileRights.Length) - 1]) - 1;
        var rules = Create(version, all);
        var held = new List<int>();
        try
        {
            foreach (var path in readable) Add(rules, path, (Execute | ReadFile | ReadDirectory) & all, held);
            foreach (var path in devices) Add(rules, path, (WriteFile | ReadFile) & all, held);
            foreach (var path in writable) Add(rules, path, (WriteFile | ReadFile | Truncate) & all, held);
            if (Native.Call(SystemCalls.Number("landlock_restrict_self"), rules, version >= 7 ? LogExecuted : 0, 0, 0) != 0) throw Failed("be put in force");
            return held;
        }
        finally
        {
            _ = Native.Close(rules);
        }
    }

    private static int Create(int version, ulong files)
    {
        var attributes = new RuleSet { Files = files, Network = version >= 4 ? AllNetwork : 0, Scopes = version >= 6 ? AllScopes : 0 };
        var size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
        var rules = (int)Native.Call(SystemCalls.Number("landlock_create_ruleset"), (nint)(&attributes), size, 0, 0);
        return rules >= 0 ? rules : throw Failed("be made");
    }

    /// <summary>What is not there needs no rule; a file takes only the rights that files have.</summary>
    private static void Add(int rules, string path, ulong rights, List<int> held)
    {
        var file = Native.Open(path, Native.PathOnly | Native.CloseOnExec);
        if (file < 0) return;
        held.Add(file);
        var rule = new Beneath { Rights = Directory.Exists(path) ? rights : rights & ~ReadDirectory, File = file };
        if (Native.Call(SystemCalls.Number("landlock_add_rule"), rules, BeneathPath, (nint)(&rule), 0) != 0) throw Failed($"take {path}");
    }

    private static ConfinementException Failed(string what) => new($"a Landlock rule set could not {what} ({Errno.Name(Native.Error)})");

    [StructLayout(LayoutKind.Sequential)]
    private struct RuleSet
    {
        public ulong Files;
        public ulong Network;
        public ulong Scopes;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Beneath
    {
        public ulong Rights;
        public int File;
    }
}
