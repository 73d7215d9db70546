using System.Runtime.InteropServices;

namespace Kernward.Torture;

/// <summary>Waits that are shorter than the base library's.</summary>
internal static partial class TortureLibc
{
    /// <summary>Microseconds; the kernel adds some fifty.</summary>
    internal static void Pause(uint microseconds) => _ = Sleep(microseconds);

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
