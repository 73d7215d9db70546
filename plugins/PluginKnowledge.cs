using Kernward.Knowledge;

namespace Kernward.Plugins;

/// <summary>The knowledge base that ships with the plugins: every file under <c>plugins/knowledge</c>, built into the assembly.</summary>
public static class PluginKnowledge
{
    private const string Prefix = "knowledge/";

    /// <summary>Reads and checks all of it; throws <see cref="KnowledgeException"/> with every error, which a build of ours never has.</summary>
    public static KnowledgeBase Load() => KnowledgeReader.Read(Files());

    /// <summary>What the worker needs of it.</summary>
    public static KnowledgeBase LoadLaw() => KnowledgeReader.ReadLaw(Files());

    /// <summary>What lines of the kernel's log mean.</summary>
    public static IReadOnlyList<KernelEventKind> LoadKernelEvents() =>
        KnowledgeReader.ReadKernelEvents("kernel-events.json", Content(Prefix + "kernel-events.json"));

    /// <summary>Name (<c>tunables/block.json</c>) and content of each file, in order of name, so that what is found is the same everywhere.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Files() =>
        typeof(PluginKnowledge).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[Prefix.Length..], Content(name)));

    private static byte[] Content(string resource)
    {
        using var stream = typeof(PluginKnowledge).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"resource '{resource}' is listed and cannot be opened");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
