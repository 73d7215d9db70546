using System.Globalization;
using System.Runtime.InteropServices;

namespace Kernward.Confinement;

/// <summary>capabilities(7) of the calling thread, which are also those of a process that it starts.</summary>
public static unsafe partial class Capabilities
{
    private const uint Version3 = 0x2008_0522;
    private const int Last = 63;

    /// <summary>
    /// Limits what this thread and all that it starts can ever have to <paramref name="kept"/> (numbers of linux/capability.h),
    /// and forbids gaining more by executing a file.
    /// </summary>
    /// <exception cref="ConfinementException">The kernel refuses it.</exception>
    public static void Limit(params ReadOnlySpan<int> kept)
    {
        for (var capability = 0; capability <= Last; capability++)
            if (!kept.Contains(capability) && Native.Control(Native.CapabilityBoundingRead, (nuint)capability, 0, 0, 0) == 1)
                Native.Check(Native.Control(Native.CapabilityBoundingDrop, (nuint)capability, 0, 0, 0), "a capability could not be dropped from the bounding set");
        var mask = 0UL;
        foreach (var capability in kept) mask |= 1UL << capability;
        // A container or a host may have taken some of them before.
        Set(mask & Of("thread-self").Capabilities);
        Native.Check(Native.Control(Native.SetNoNewPrivileges, 1, 0, 0, 0), "new privileges could not be ruled out");
    }

    private static void Set(ulong mask)
    {
        var header = new Header { Version = Version3 };
        var data = stackalloc Data[2];
        for (var half = 0; half < 2; half++)
            data[half] = new Data { Effective = (uint)(mask >> (32 * half)), Permitted = (uint)(mask >> (32 * half)) };
        Native.Check(CapabilitySet(&header, data), "capabilities could not be dropped");
    }

    /// <summary>
    /// What /proc says of a thread (<c>self</c>, <c>self/task/12</c>): every capability that it has or could gain, whether it may
    /// gain privileges, whether a system call filter is on, and its user id.
    /// </summary>
    public static ThreadRights Of(string thread)
    {
        var fields = File.ReadLines($"/proc/{thread}/status").Select(line => line.Split('\t', 3)).Where(parts => parts.Length > 1)
            .GroupBy(parts => parts[0]).ToDictionary(group => group.Key, group => group.First()[1]);
        return new ThreadRights(Mask("CapEff:") | Mask("CapPrm:") | Mask("CapInh:") | Mask("CapAmb:"), Mask("CapBnd:"),
            fields.GetValueOrDefault("NoNewPrivs:") == "1", fields.GetValueOrDefault("Seccomp:") == "2",
            int.Parse(fields["Uid:"], CultureInfo.InvariantCulture));

        ulong Mask(string name) => fields.TryGetValue(name, out var hex) ? ulong.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) : 0;
    }

    [LibraryImport("libc", EntryPoint = "capset", SetLastError = true)]
    private static partial int CapabilitySet(Header* header, Data* data);

    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public uint Version;
        public int Pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Data
    {
        public uint Effective;
        public uint Permitted;
        public uint Inheritable;
    }
}

/// <summary>The rights of one thread as bit masks and flags; <paramref name="Bound"/> is what it could gain by executing a file.</summary>
public sealed record ThreadRights(ulong Capabilities, ulong Bound, bool NoNewPrivileges, bool Filtered, int User)
{
    /// <summary>True for one that has no capability and cannot gain one.</summary>
    public bool AreNone => Capabilities == 0 && NoNewPrivileges;
}
