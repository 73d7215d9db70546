using System.Globalization;
using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>What was open already when it was started.</summary>
internal static class Descriptors
{
    public static readonly Attempt[] All =
    [
        new("a neighbour, from a directory that was left open", Fate.Refused, at => First(Open().Select(file => Judge(Call("openat", file, Text("other"), WriteOnly))))),
        new("a file that was left open to write", Fate.Refused,
            at => First(Open().Select(file => (Call("fcntl", file, 3) & 3) == 0 ? "refused: EBADF" : Judge(Call("write", file, Text("x"), 1))))),
        new("the pipes to the worker opened as something else", Fate.Refused,
            _ => First(Enumerable.Range(0, 3).Select(file => Judge(Call("openat", file, Text("other"), WriteOnly))))),
        new("a hundred open files", Fate.Refused, _ => Many()),
    ];

    /// <summary>Those that have a path: the runtime's own pipes lead nowhere.</summary>
    private static IEnumerable<nint> Open() => Directory.GetFileSystemEntries("/proc/self/fd").Where(Path.Exists)
        .Where(link => File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName.StartsWith("/proc/self/fd/", StringComparison.Ordinal) == false)
        .Select(link => (nint)int.Parse(Path.GetFileName(link), CultureInfo.InvariantCulture)).Where(file => file > 2);

    private static string Many()
    {
        var files = Enumerable.Range(0, 100).Select(_ => Kernel.Open("/dev/null", ReadOnly)).ToList();
        foreach (var file in files.Where(file => file >= 0)) Call("close", (nint)file);
        return Judge(files.Min());
    }
}
