namespace Kernward.Tests.Support;

/// <summary>Hosts written as text: a path at the margin, its content below with one blank before each line.</summary>
internal static class HostFiles
{
    public static MemoryHost Parse(string text) => new([.. Read(text)]);

    public static IEnumerable<(string Path, string Content)> Read(string text) =>
        from part in ("\n" + text).Split("\n/", StringSplitOptions.RemoveEmptyEntries)
        let lines = part.Split('\n')
        where lines[0].Length > 0
        select (lines[0], string.Concat(lines.Skip(1).Select(line => line[1..] + "\n")));
}
