using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Devices are written to even where their file system is read-only.</summary>
internal static class Devices
{
    public static readonly Attempt[] All =
    [
        .. new[] { "mem", "kmsg", "loop0", "ptmx", "tty", "tty0", "fuse", "kvm", "loop-control", "net/tun", "cpu_dma_latency", "sda", "vda", "nvme0n1", "console" }
            .Select(name => new Attempt("/dev/" + name, Fate.Refused, _ => Judge(Open("/dev/" + name, ReadWrite | NonBlocking | 0x100)))),
        new("a device in the allowed file's directory", Fate.Refused, at => Judge(Open(at.Directory + "/device", ReadWrite)), true),
        new("typing on the terminal that it was started from", Fate.Refused, _ => Judge(Call("ioctl", 0, 0x5412, Text("x")))),
        new("a new controlling terminal", Fate.Refused, _ => Judge(Call("ioctl", 0, 0x540e, 1))),
        new("a file's attributes", Fate.Refused, at => Judge(Call("ioctl", (nint)Open(at.Allowed, ReadOnly), 0x40086602, Zeros(8)))),
        new("a whole file system frozen", Fate.Refused, _ => Judge(Call("ioctl", (nint)Open("/", ReadOnly), unchecked((nint)0xc0045877), 0))),
        Killed("vhangup"), Killed("syslog", 5, 0, 0), Killed("iopl", 3), Killed("ioperm", 0x70, 2, 1),
    ];

    private static Attempt Killed(string call, params nint[] arguments) => new(call, Fate.Killed, _ => Judge(Call(call, arguments)));
}
