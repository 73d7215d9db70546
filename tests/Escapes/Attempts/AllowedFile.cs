using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>More of the one file that may be written than a value of it.</summary>
internal static class AllowedFile
{
    private static readonly nint Huge = unchecked((nint)(1L << 40));

    public static readonly Attempt[] All =
    [
        new("the allowed file made a terabyte long", Fate.Killed, at => Judge(Call("ftruncate", File(at), Huge))),
        new("the allowed file written far beyond its end", Fate.Killed, at => Far(at)),
        new("the allowed file allocated", Fate.Killed, at => Judge(Call("fallocate", File(at), 0, 0, Huge))),
        new("the allowed file leased", Fate.Refused, at => Judge(Call("fcntl", (nint)Open(at.Allowed, ReadOnly), 1024, 0)), true),
        new("the allowed file's directory watched", Fate.Refused, at => Open(at.Directory, ReadOnly) is var folder && folder < 0 ? Judge(folder) : Judge(Call("fcntl", (nint)folder, 1026, 2)), true),
        new("the allowed file locked", Fate.Refused, at => Judge(Call("fcntl", File(at), 6, Lock())), true),
        new("the allowed file locked for all opened of it", Fate.Refused, at => Judge(Call("flock", File(at), 2 | 4)), true),
        Killed("sendfile", at => [1, File(at), 0, 1]),
        Killed("splice", at => [0, 0, File(at), 0, 1, 0]),
        Killed("tee", at => [0, 1, 1, 0]),
        Killed("vmsplice", at => [1, Zeros(16), 1, 0]),
        Killed("copy_file_range", at => [(nint)Open(at.Other, ReadOnly), 0, File(at), 0, 1, 0]),
    ];

    private static nint File(Surroundings at) => (nint)Open(at.Allowed, WriteOnly);

    private static string Far(Surroundings at)
    {
        var file = File(at);
        Call("lseek", file, Huge, 0);
        return Judge(Call("write", file, Text("x"), 1));
    }

    /// <summary>A write lock on all of it: struct flock, whose first word says F_WRLCK.</summary>
    private static unsafe nint Lock()
    {
        var wanted = Zeros(32);
        *(short*)wanted = 1;
        return wanted;
    }

    private static Attempt Killed(string call, Func<Surroundings, nint[]> arguments) =>
        new(call, Fate.Killed, at => Judge(Call(call, arguments(at))));
}
