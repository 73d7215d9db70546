using Kernward.Machine;

namespace Kernward.Tests.Support;

/// <summary>Files below tests/Fixtures, found from where the tests run.</summary>
internal static class Fixtures
{
    public static string Root { get; } = Path.Combine(Repository(), "tests", "Fixtures");

    public static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Agent.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
    }

    public static string Capture(string name) => Path.Combine(Root, "captures", name + ".tar.gz");

    /// <summary>What one machine shows of its hardware, as one text of files.</summary>
    public static MemoryHost Hardware(string name) => HostFiles.Parse(File.ReadAllText(Path.Combine(Root, "hardware", name + ".txt")).TrimEnd('\n'));

    /// <summary>A tree shaped like a host, read by the code that reads a live one.</summary>
    public static LiveHost Host(string name) => new(TimeProvider.System, Path.Combine(Root, "hosts", name));
}
