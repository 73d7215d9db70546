using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kernward.Machine;

/// <summary>
/// The newest lines of the kernel's own log, one a line as /dev/kmsg gives them: priority, sequence, microseconds since boot and
/// flags, a semicolon, the text. What programs wrote into the log is left out: the kernel marks it, and nobody can take that mark
/// off. So are audit records and packet logs, which carry command lines and addresses and are many. Not thread-safe.
/// </summary>
public sealed class KernelLog
{
    /// <summary>Bytes of lines that are kept at least, once there were so many.</summary>
    internal const int MaxKept = 128 << 10;

    private const int MaxRecord = 8 << 10;

    /// <summary>Records that one call reads; the first one reads all that the kernel has, so that the newest are among what is kept.</summary>
    private const int MaxFirst = 1 << 18, MaxLater = 4096;

    private readonly SafeFileHandle? _file;
    private readonly byte[] _record = new byte[MaxRecord];
    private readonly byte[] _kept = new byte[Header.Length + (2 * MaxKept)];
    private int _length = Header.Length;
    private bool _wasRead;

    private KernelLog(SafeFileHandle? file)
    {
        _file = file;
        Header.CopyTo(_kept);
    }

    /// <summary>A first line, so that an empty log differs from one that cannot be read.</summary>
    internal static ReadOnlySpan<byte> Header => "priority,sequence,time,flags;text\n"u8;

    /// <summary>
    /// Opens the log where this process may. Reading goes on after its rights are given up: the kernel asks for them once.
    /// </summary>
    public static unsafe KernelLog Open()
    {
        fixed (byte* path = "/dev/kmsg\0"u8)
        {
            var file = Libc.Open(path, Libc.ReadOnly | Libc.CloseOnExec | Libc.NonBlocking | Libc.NoTerminal);
            return new KernelLog(file < 0 ? null : new SafeFileHandle(file, ownsHandle: true));
        }
    }

    /// <summary>A log that is fed by hand.</summary>
    internal static KernelLog Detached() => new(null);

    /// <summary>The newest lines, a first line of names before them; empty where the log cannot be read.</summary>
    public unsafe ReadOnlySpan<byte> Read()
    {
        if (_file is null) return default;
        var left = _wasRead ? MaxLater : MaxFirst;
        _wasRead = true;
        while (left-- > 0)
        {
            nint got;
            fixed (byte* start = _record) got = Libc.Read((int)_file.DangerousGetHandle(), start, _record.Length);
            if (got > 0) Take(_record.AsSpan(0, (int)got));
            else if (got == 0 || Marshal.GetLastPInvokeError() is not (Errno.Eintr or Errno.Epipe)) break;
        }
        return Kept;
    }

    internal ReadOnlySpan<byte> Kept => _kept.AsSpan(0, _length);

    /// <summary>Keeps one record of /dev/kmsg if it is the kernel's own.</summary>
    internal void Take(ReadOnlySpan<byte> record)
    {
        var end = record.IndexOf((byte)'\n');
        var line = end < 0 ? record : record[..end];
        if (!IsWanted(line)) return;
        MakeRoom(line.Length + 1);
        line.CopyTo(_kept.AsSpan(_length));
        _length += line.Length + 1;
        _kept[_length - 1] = (byte)'\n';
    }

    /// <summary>The facility is what the priority has above its three lowest bits; 0 is the kernel's, and no program gets it.</summary>
    private static bool IsWanted(ReadOnlySpan<byte> line)
    {
        var (comma, text) = (line.IndexOf((byte)','), line.IndexOf((byte)';'));
        if (comma is <= 0 or > 3 || text < comma) return false;
        if (!System.Buffers.Text.Utf8Parser.TryParse(line[..comma], out int priority, out var used) || used != comma || priority is < 0 or > 7) return false;
        var message = line[(text + 1)..];
        return !message.StartsWith("audit: type="u8) && !(message.IndexOf(" SRC="u8) >= 0 && message.IndexOf(" DST="u8) >= 0);
    }

    /// <summary>Drops the oldest lines, half of what is kept at once, so that lines are seldom moved.</summary>
    private void MakeRoom(int needed)
    {
        if (_length + needed <= _kept.Length) return;
        var lines = _kept.AsSpan(Header.Length, _length - Header.Length);
        var start = Math.Max(0, lines.Length - MaxKept);
        var rest = lines[start..];
        rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        rest.CopyTo(_kept.AsSpan(Header.Length));
        _length = Header.Length + rest.Length;
    }
}
