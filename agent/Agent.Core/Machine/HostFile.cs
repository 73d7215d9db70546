using Microsoft.Win32.SafeHandles;

namespace Kernward.Machine;

/// <summary>
/// A file that one reader reads again and again, which a live host holds open meanwhile: a reading is one system call then, not four.
/// The kernel makes these files anew at each reading from the start, and one that is held tells of the process or group that it was
/// opened for and of no later one of the same name. Only for files of processes and control groups, which come whole or in records
/// far shorter than half a page. Whoever reads it no more gives it back by <see cref="Host.Release"/>.
/// </summary>
public sealed class HostFile(string path)
{
    /// <summary>As every path on a host: relative to its root.</summary>
    public string Path => path;

    /// <summary>Null where it is not held.</summary>
    internal SafeFileHandle? Held { get; set; }
}
