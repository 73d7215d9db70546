using System.Globalization;

namespace Kernward.Machine;

/// <summary>Which network namespace this process sees: <c>net.*</c> tunables are private to one.</summary>
public static class NetworkNamespace
{
    /// <summary>Path of the values that each network namespace has for itself.</summary>
    public const string Values = "proc/sys/net";

    /// <summary><c>net:[4026531840]</c>; empty where the kernel does not say.</summary>
    public static string Current() => FileNumber.Link("/proc/self/ns/net", out _) ?? "";

    /// <summary>
    /// The number of the calling thread's network namespace that no other gets before the next boot, which the one in its name does
    /// not promise; empty where the kernel has none (before 5.14).
    /// </summary>
    public static unsafe string Cookie()
    {
        const int local = 1, datagram = 2, socketLevel = 1, cookie = 71;
        var socket = Libc.Socket(local, datagram | Libc.CloseOnExec, 0);
        if (socket < 0) return "";
        ulong number;
        uint length = sizeof(ulong);
        var result = Libc.SocketOption(socket, socketLevel, cookie, &number, &length);
        _ = Libc.Close(socket);
        return result == 0 ? number.ToString(CultureInfo.InvariantCulture) : "";
    }

    /// <summary>True for a file whose content depends on the network namespace of who reads it.</summary>
    public static bool Has(string path) =>
        path.StartsWith(Values, StringComparison.Ordinal) && (path.Length == Values.Length || path[Values.Length] == '/');
}
