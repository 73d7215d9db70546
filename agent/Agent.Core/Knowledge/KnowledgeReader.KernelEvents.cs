namespace Kernward.Knowledge;

/// <summary>Classes of events in the kernel's log.</summary>
public sealed partial class KnowledgeReader
{
    /// <summary>
    /// A process names itself in 15 bytes, and its name begins some of the kernel's lines. A pattern with more letters than that is
    /// not met by a name alone.
    /// </summary>
    internal const int FewestLetters = 16;

    private readonly List<KernelEventKind> _kernelEvents = [];

    /// <summary>Only the classes of events, for sensors. Throws <see cref="KnowledgeException"/> with every error.</summary>
    public static IReadOnlyList<KernelEventKind> ReadKernelEvents(string name, byte[] content)
    {
        var reader = new KnowledgeReader();
        reader.ReadFile(name, content);
        return reader._errors.Count == 0 ? reader._kernelEvents : throw new KnowledgeException(reader._errors);
    }

    private static KernelEventKind ReadKernelEvent(Entry entry)
    {
        var kind = new KernelEventKind(entry.Text("id"), entry.OneOf("severity", "", "none", "info", "warning", "critical"),
            entry.Text("summary"), entry.Texts("patterns"));
        if (kind.Patterns.Count == 0) entry.Wrong("'patterns' is empty");
        foreach (var pattern in kind.Patterns)
            if (pattern.Count(character => character != '*') < FewestLetters)
                entry.Wrong($"the pattern '{pattern}' has fewer than {FewestLetters} letters: a process could be called that");
        return kind;
    }
}
