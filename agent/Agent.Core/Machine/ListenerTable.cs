using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// Listening TCP sockets as text, one a line: family (4 or 6), port, connections waiting to be accepted, limit of that queue.
/// From sock_diag(7), because /proc/net/tcp has no limit, and reading it walks the whole connection table.
/// </summary>
internal static unsafe class ListenerTable
{
    private const int RequestLength = 72;
    private const int HeaderLength = 16;
    private const int MessageLength = 72;
    private const int ReceiveBuffer = 32 << 10;

    /// <summary>The table sorted by family and port; empty where the kernel or a sandbox does not let us ask.</summary>
    public static ReadOnlySpan<byte> Read()
    {
        var socket = Libc.Socket(Libc.NetlinkFamily, Libc.RawSocket | Libc.CloseOnExec, Libc.SockDiagProtocol);
        if (socket < 0) return default;
        try
        {
            var listeners = new List<Listener>();
            if (!Ask(socket, 2, listeners)) return default;
            Ask(socket, 10, listeners);
            return Render(listeners);
        }
        finally
        {
            _ = Libc.Close(socket);
        }
    }

    private static bool Ask(int socket, byte family, List<Listener> into)
    {
        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(request, RequestLength);
        BinaryPrimitives.WriteUInt16LittleEndian(request[4..], 20); // SOCK_DIAG_BY_FAMILY
        BinaryPrimitives.WriteUInt16LittleEndian(request[6..], 0x301); // NLM_F_REQUEST | NLM_F_DUMP
        request[16] = family;
        request[17] = 6; // IPPROTO_TCP
        BinaryPrimitives.WriteUInt32LittleEndian(request[20..], 1 << 10); // TCP_LISTEN
        fixed (byte* start = request)
            if (Libc.Write(socket, start, RequestLength) != RequestLength) return false;
        return Receive(socket, into);
    }

    private static bool Receive(int socket, List<Listener> into)
    {
        Span<byte> buffer = stackalloc byte[ReceiveBuffer];
        while (true)
        {
            nint got;
            fixed (byte* start = buffer) got = Libc.Read(socket, start, buffer.Length);
            if (got < HeaderLength) return false;
            if (Take(buffer[..(int)got], into) is { } finished) return finished;
        }
    }

    /// <summary>True at the end of the dump, false at an error, null where more is to come.</summary>
    private static bool? Take(ReadOnlySpan<byte> messages, List<Listener> into)
    {
        while (messages.Length >= HeaderLength)
        {
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(messages);
            var type = BinaryPrimitives.ReadUInt16LittleEndian(messages[4..]);
            if (type == 3) return true;
            if (type == 2 || length < HeaderLength + MessageLength || length > messages.Length) return false;
            var body = messages[HeaderLength..];
            into.Add(new Listener(body[0] == 2 ? 4 : 6, BinaryPrimitives.ReadUInt16BigEndian(body[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(body[56..]), BinaryPrimitives.ReadUInt32LittleEndian(body[60..])));
            messages = messages[Math.Min((length + 3) & ~3, messages.Length)..];
        }
        return null;
    }

    /// <summary>A first line, so that a host without listeners differs from one that cannot be asked.</summary>
    private static byte[] Render(List<Listener> listeners)
    {
        listeners.Sort();
        var text = new StringBuilder("family port queue limit\n");
        foreach (var one in listeners)
            text.Append(CultureInfo.InvariantCulture, $"{one.Family} {one.Port} {one.Queue} {one.Limit}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private readonly record struct Listener(int Family, int Port, uint Queue, uint Limit) : IComparable<Listener>
    {
        public int CompareTo(Listener other) =>
            (Family, Port, Queue, Limit).CompareTo((other.Family, other.Port, other.Queue, other.Limit));
    }
}
