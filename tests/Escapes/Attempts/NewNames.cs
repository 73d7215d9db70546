using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Making, moving and taking away files, and their rights.</summary>
internal static class NewNames
{
    public static readonly Attempt[] All =
    [
        .. new[] { "/", "/etc", "/tmp", "/var/tmp", "/run", "/root", "/dev", "/dev/shm", "/usr/lib", "/proc", "/sys" }.Select(Creates),
        .. new[] { "/tmp", "/var/tmp", "/dev/shm" }.Select(folder =>
            new Attempt("a file without a name in " + folder, Fate.Refused, _ => Judge(Open(folder, WriteOnly | Nameless)), true)),
        new("a file beside the allowed one", Fate.Refused, at => Judge(Open(at.Directory + "/made", WriteOnly | Create)), true),
        Killed("creat", at => [Text(at.Directory + "/made")]),
        Killed("mkdirat", at => [CurrentDirectory, Text(at.Directory + "/folder"), 0x1c0]),
        Killed("mknodat", at => [CurrentDirectory, Text(at.Directory + "/node"), 0x21b6, 0x103]),
        Killed("linkat", at => [CurrentDirectory, Text(at.Other), CurrentDirectory, Text(at.Directory + "/made"), 0]),
        Killed("symlinkat", at => [Text(at.Other), CurrentDirectory, Text(at.Directory + "/made")]),
        Killed("renameat2", at => [CurrentDirectory, Text(at.Other), CurrentDirectory, Text(at.Allowed), 2]),
        Killed("renameat", at => [CurrentDirectory, Text(at.Other), CurrentDirectory, Text(at.Allowed)]),
        Killed("unlinkat", at => [CurrentDirectory, Text(at.Allowed), 0]),
        Killed("fchmodat", at => [CurrentDirectory, Text(at.Allowed), 0x1ff]),
        Killed("fchmod", at => [(nint)Open(at.Allowed, ReadOnly), 0x9ff]),
        Killed("fchownat", at => [CurrentDirectory, Text(at.Allowed), 1000, 1000, 0]),
        Killed("fchown", at => [(nint)Open(at.Allowed, ReadOnly), 1000, 1000]),
        Killed("setxattr", at => [Text(at.Allowed), Text("user.mark"), Text("x"), 1, 0]),
        Killed("fsetxattr", at => [(nint)Open(at.Allowed, WriteOnly), Text("security.capability"), Zeros(20), 20, 0]),
        Killed("removexattr", at => [Text(at.Allowed), Text("user.mark")]),
        Killed("utimensat", at => [CurrentDirectory, Text(at.Allowed), 0, 0]),
    ];

    private static Attempt Creates(string folder) =>
        new("a file in " + folder, Fate.Refused, _ => Judge(Open(Path.Combine(folder, "kernward-escaped"), WriteOnly | Create)));

    private static Attempt Killed(string call, Func<Surroundings, nint[]> arguments) =>
        new(call, Fate.Killed, at => Judge(Call(call, arguments(at))));
}
