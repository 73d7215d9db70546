using System.Net.Sockets;
using System.Runtime.InteropServices;
using Kernward.Confinement;

namespace Kernward.Worker;

/// <summary>Who is at the other end of a Unix socket, as the kernel says (SO_PEERCRED, SO_PEERGROUPS).</summary>
internal sealed record Peer(int Process, uint User, IReadOnlyList<uint> Groups)
{
    private const int SocketLevel = 1, Credentials = 17, PeerGroups = 59, MostGroups = 1024;

    /// <summary>Root, and the members of the group <c>kernward</c>.</summary>
    public bool MayAsk => User == 0 || (ServiceUser.ClientGroup() is { } group && Groups.Contains(group));

    public override string ToString() => $"user {User}, pid {Process}";

    /// <exception cref="SocketException">The kernel does not say.</exception>
    public static Peer Of(Socket socket)
    {
        var who = new int[3];
        socket.GetRawSocketOption(SocketLevel, Credentials, MemoryMarshal.AsBytes(who.AsSpan()));
        var groups = new uint[MostGroups];
        var length = socket.GetRawSocketOption(SocketLevel, PeerGroups, MemoryMarshal.AsBytes(groups.AsSpan()));
        return new Peer(who[0], unchecked((uint)who[1]), [unchecked((uint)who[2]), .. groups.AsSpan(0, length / sizeof(uint))]);
    }
}
