using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>Messages between worker and child on a pipe: four bytes of length (little-endian), then so many bytes.</summary>
internal static unsafe class Frames
{
    /// <summary>Far above any value of a kernel file.</summary>
    public const int Longest = 1 << 16;

    /// <summary>Null at the end of the input, or where it makes no sense.</summary>
    public static byte[]? Receive(int file)
    {
        var head = new byte[4];
        if (!Fill(file, head)) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > Longest) return null;
        var body = new byte[length];
        return Fill(file, body) ? body : null;
    }

    public static void Send(int file, ReadOnlySpan<byte> body)
    {
        var whole = Framed(body);
        for (var sent = 0; sent < whole.Length;)
        {
            nint count;
            fixed (byte* start = whole) count = Libc.Write(file, start + sent, whole.Length - sent);
            if (count > 0) sent += (int)count;
            else if (Marshal.GetLastPInvokeError() != Errno.Eintr) return;
        }
    }

    public static byte[] Framed(ReadOnlySpan<byte> body)
    {
        var whole = new byte[body.Length + 4];
        BinaryPrimitives.WriteInt32LittleEndian(whole, body.Length);
        body.CopyTo(whole.AsSpan(4));
        return whole;
    }

    private static bool Fill(int file, byte[] buffer)
    {
        for (var filled = 0; filled < buffer.Length;)
        {
            nint count;
            fixed (byte* start = buffer) count = Libc.Read(file, start + filled, buffer.Length - filled);
            if (count > 0) filled += (int)count;
            else if (count == 0 || Marshal.GetLastPInvokeError() != Errno.Eintr) return false;
        }
        return true;
    }
}
