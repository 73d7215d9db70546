using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Talking to anyone but the worker, and being handed a descriptor.</summary>
internal static class Sockets
{
    private const int Stream = 1, Datagram = 2, Raw = 3;

    public static readonly Attempt[] All =
    [
        Opens("a local socket", 1, Stream), Opens("TCP", 2, Stream), Opens("UDP", 2, Datagram), Opens("a raw IP socket", 2, Raw), Opens("TCP over IPv6", 10, Stream),
        Opens("netlink", 16, Raw), Opens("netlink for audit", 16, Raw, 9), Opens("packets", 17, Raw), Opens("the kernel's ciphers", 38, 5), Opens("a host of virtual machines", 40, Stream),
        Opens("Bluetooth", 31, Raw), Opens("XDP", 44, Raw), Opens("IPsec keys", 15, Raw, 2), Opens("SCTP", 2, Stream, 132),
        Killed("socketpair", 1, Stream, 0, Zeros(8)), Killed("connect", 0, Zeros(110), 110), Killed("bind", 0, Zeros(110), 110), Killed("listen", 0, 1),
        Killed("accept", 0, 0, 0), Killed("accept4", 0, 0, 0, 0), Killed("sendto", 1, Text("x"), 1, 0, 0, 0), Killed("sendmsg", 1, Zeros(56), 0), Killed("sendmmsg", 1, Zeros(64), 1, 0),
        Killed("recvmsg", 0, Zeros(56), 0), Killed("recvfrom", 0, Zeros(8), 8, 0, 0, 0), Killed("recvmmsg", 0, Zeros(64), 1, 0, 0),
    ];

    private static Attempt Opens(string name, int family, int type, int protocol = 0) =>
        new("socket: " + name, Fate.Killed, _ => Judge(Call("socket", family, type, protocol)));

    private static Attempt Killed(string call, params nint[] arguments) => new(call, Fate.Killed, _ => Judge(Call(call, arguments)));
}
