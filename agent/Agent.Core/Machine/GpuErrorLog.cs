using System.Text;

namespace Kernward.Machine;

/// <summary>
/// What NVIDIA's driver says of errors in the kernel's log, as far back as that goes, which may be days. Only those lines: the log
/// names users, files and addresses that are nobody's business, and what is read through the door may go into a capture.
/// </summary>
internal static unsafe class GpuErrorLog
{
    private const string Mark = "NVRM: Xid (";
    private const int ReadAll = 3, SizeOfBuffer = 10;
    private const int LargestLog = 16 << 20;

    /// <summary>
    /// The lines, oldest first, as the kernel prints them (<c>&lt;4&gt;[ 12.3] text</c>), after a first line that says how many there
    /// are; empty where this user may not read the log.
    /// </summary>
    public static byte[] Read()
    {
        var size = Libc.SystemLog(SizeOfBuffer, null, 0);
        if (size is <= 0 or > LargestLog) return [];
        var buffer = new byte[size];
        int length;
        fixed (byte* start = buffer) length = Libc.SystemLog(ReadAll, start, size);
        return length < 0 ? [] : Select(Encoding.UTF8.GetString(buffer, 0, length));
    }

    internal static byte[] Select(string log)
    {
        var lines = log.Split('\n').Where(line => line.Contains(Mark, StringComparison.Ordinal)).ToList();
        return Encoding.UTF8.GetBytes($"lines {lines.Count}\n" + string.Concat(lines.Select(line => line + "\n")));
    }
}
