using System.Runtime.InteropServices;

namespace Kernward.Llama.Native;

/// <summary>A directory that holds llama.cpp's libraries, and where to look for one.</summary>
internal sealed record NativeDirectory(string Path)
{
    /// <summary>The platform's name as the npm package spells it.</summary>
    internal static string Rid => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "linux-x64",
        Architecture.Arm64 => "linux-arm64",
        Architecture.Arm => "linux-armv7l",
        var other => $"linux-{other.ToString().ToLowerInvariant()}",
    };

    /// <summary>
    /// The directory named by the setting, else <c>natives/</c> beside the program, else the npm package from the program's
    /// directory upwards. <c>natives/</c> comes first, so that an installed program never looks outside its own directory.
    /// </summary>
    /// <exception cref="LlamaException">NativesMissing, with every place that was looked at.</exception>
    internal static NativeDirectory Find(string? setting, string program)
    {
        var places = setting is null ? Candidates(program).ToList() : [System.IO.Path.GetFullPath(setting)];
        var found = places.Select(p => new NativeDirectory(p)).FirstOrDefault(d => d.FileOf("llama") is not null);
        return found ?? throw new LlamaException(
            LlamaErrorKind.NativesMissing,
            $"The llama.cpp libraries are not in {string.Join(", nor in ", places.Take(2))}{(places.Count > 2 ? ", nor above it" : "")}.",
            "Run 'npm install' beside package.json, or name their directory in the setting for the model's natives.");
    }

    /// <summary>The file of a library, whether its name carries a release (<c>libllama.v0.5.0.so</c>) or not; null where absent.</summary>
    internal string? FileOf(string library)
    {
        if (!Directory.Exists(Path)) return null;
        var plain = System.IO.Path.Combine(Path, $"lib{library}.so");
        if (File.Exists(plain)) return plain;
        return Directory.EnumerateFiles(Path, $"lib{library}.v*.so")
            .Concat(Directory.EnumerateFiles(Path, $"lib{library}.so.*"))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static IEnumerable<string> Candidates(string program)
    {
        yield return System.IO.Path.Combine(program, "natives");
        for (var at = new DirectoryInfo(program); at is not null; at = at.Parent)
            yield return System.IO.Path.Combine(at.FullName, "node_modules", "@node-llama-cpp", Rid, "bins", Rid);
    }
}
