using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kernward.Machine;

/// <summary>
/// How many files a live host may hold open: 2,048, and no more than a quarter of what this process may have, so that the rest of
/// it never lacks one. Beyond that a file is opened for each reading.
/// </summary>
internal sealed class HeldFiles
{
    private const int Most = 2048;

    private readonly int _most = (int)Math.Min((ulong)Most, Libc.OpenFileLimit() / 4);

    public int Count { get; private set; }

    public bool HasRoom => Count < _most;

    public void Hold(HostFile file, int opened)
    {
        file.Held = new SafeFileHandle(opened, ownsHandle: true);
        Count++;
    }

    public void Release(HostFile file)
    {
        if (file.Held is not { } held) return;
        file.Held = null;
        held.Dispose();
        Count--;
    }

    /// <summary>
    /// Reads from the start to the end into a buffer that may grow; negative where what the file tells of is gone, or it is too long.
    /// A reading shorter than half a page is all of it; after a longer one only nothing more says so.
    /// </summary>
    public static unsafe int Read(SafeFileHandle held, ref byte[] buffer)
    {
        const int halfPage = 2048;
        var (file, length) = ((int)held.DangerousGetHandle(), 0);
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length >= LiveHost.MaxFileSize) return -1;
                Array.Resize(ref buffer, length * 2);
            }
            nint got;
            fixed (byte* start = buffer) got = Libc.ReadAt(file, start + length, buffer.Length - length, length);
            if (got < 0 && Marshal.GetLastPInvokeError() == Errno.Eintr) continue;
            if (got < 0) return -1;
            length += (int)got;
            if (got == 0 || length < halfPage) return length;
        }
    }
}
