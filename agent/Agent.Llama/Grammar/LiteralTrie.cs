using System.Text;

namespace Kernward.Llama.Grammar;

/// <summary>
/// Alternatives factored by their common beginnings. llama.cpp follows every open alternative at every character; written
/// side by side, five hundred names make five hundred of them, written as a tree at most as many as there are next letters.
/// </summary>
internal sealed class LiteralTrie
{
    private readonly SortedDictionary<int, LiteralTrie> _next = [];
    private bool _ends;

    /// <summary>An expression that matches exactly one of the texts.</summary>
    internal static string Expression(IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0) throw JsonSchemaGrammar.Unsupported("#", "an enumeration without values");
        var root = new LiteralTrie();
        foreach (var text in texts) root.Add(text);
        var expression = new StringBuilder();
        root.Write(expression);
        return expression.ToString();
    }

    private void Add(string text)
    {
        var at = this;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!at._next.TryGetValue(rune.Value, out var next)) at._next[rune.Value] = next = new LiteralTrie();
            at = next;
        }
        at._ends = true;
    }

    private void Write(StringBuilder to)
    {
        var (shared, branching) = Run();
        if (shared.Length > 0) to.Append(GbnfText.Quote(shared));
        if (branching._next.Count == 0) return;
        if (shared.Length > 0) to.Append(' ');
        to.Append('(');
        var first = true;
        foreach (var (letter, rest) in branching._next)
        {
            if (!first) to.Append(" | ");
            first = false;
            rest.WriteFrom(letter, to);
        }
        to.Append(branching._ends ? ")?" : ")");
    }

    /// <summary>The letter that leads here joins the run behind it, so that one literal is written instead of two.</summary>
    private void WriteFrom(int letter, StringBuilder to)
    {
        var lead = new LiteralTrie();
        lead._next[letter] = this;
        lead.Write(to);
    }

    /// <summary>Follows the only way on as far as there is just one.</summary>
    private (string Shared, LiteralTrie Branching) Run()
    {
        var shared = new StringBuilder();
        var at = this;
        while (at._next.Count == 1 && !at._ends)
        {
            var (letter, next) = at._next.First();
            shared.Append(new Rune(letter).ToString());
            at = next;
        }
        return (shared.ToString(), at);
    }
}
