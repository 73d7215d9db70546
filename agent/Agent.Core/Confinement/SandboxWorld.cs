using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kernward.Confinement;

/// <summary>
/// All that a child of a plan may write: <paramref name="Files"/> below <paramref name="Root"/>, as paths relative to it
/// (<c>proc/sys/vm/swappiness</c>).
/// </summary>
public sealed record SandboxWorld(string Root, IReadOnlyList<string> Files)
{
    /// <summary>Open files that the child gets beside its three streams.</summary>
    internal IReadOnlyList<int> Shared { get; init; } = [];

    /// <summary>The network namespace that the child works in where it writes values of one; null for this process's own.</summary>
    internal OpenNamespace? Network { get; init; }

    /// <summary>The files as absolute paths, those that exist: a file that has gone is found to be gone by the write.</summary>
    internal IReadOnlyList<string> Writable =>
        [.. Files.Select(file => Path.Combine(Root, file)).Distinct(StringComparer.Ordinal).Where(File.Exists)];

    /// <summary>True where a value is private to a network namespace, so that the child has to be in that one.</summary>
    internal bool TouchesNetwork => Files.Any(Machine.NetworkNamespace.Has);
}

/// <summary>The program of the child and what it starts with; the root of the world is added.</summary>
public sealed record SandboxProgram(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>This program again, as a child of a plan.</summary>
    public static SandboxProgram Self(params string[] arguments)
    {
        var self = Environment.ProcessPath ?? "";
        return Path.GetFileName(self) == "dotnet"
            ? new SandboxProgram(self, [Path.Combine(AppContext.BaseDirectory, "kernward-worker.dll"), .. arguments])
            : new SandboxProgram(self, arguments);
    }

    /// <summary>What it must be able to read and execute, beside the system's own libraries.</summary>
    internal IEnumerable<string> Folders => [Path.GetDirectoryName(File)!, AppContext.BaseDirectory.TrimEnd('/'), RuntimeFolder];

    /// <summary>Where the .NET runtime is: in the program itself where that is machine code, else three folders up from the core library.</summary>
    internal static string RuntimeFolder { get; } = RuntimeFeature.IsDynamicCodeSupported
        ? Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."))
        : AppContext.BaseDirectory.TrimEnd('/');

    /// <summary>
    /// One heap, small and without threads of its own; no compiling in the background, no port for debuggers: after the start no
    /// thread is made any more, and none could be.
    /// </summary>
    internal static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["DOTNET_ROOT"] = RuntimeFolder, ["DOTNET_TieredCompilation"] = "0", ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_GCHeapHardLimit"] = "0x4000000", ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0", ["PATH"] = "/usr/bin:/bin",
    };
}
