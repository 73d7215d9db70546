using System.Text;

namespace Kernward.Llama.Grammar;

/// <summary>
/// Alternatives factored by their common beginnings. llama.cpp follows every open alternative at every character; written
/// side by side, five hundred names make five hundred of them, written as a tree at most as many as there are next letters.
/// </summary>
internal sealed class LiteralTrie
{
    /// <summary>Letters that lead on, ascending, and where to: two lists, as a sorted dictionary is compiled anew at every start.</summary>
    private readonly List<int> _letters = [];
    private readonly List<LiteralTrie> _rests = [];
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
        foreach (var rune in text.EnumerateRunes()) at = at.Next(rune.Value);
        at._ends = true;
    }

    private LiteralTrie Next(int letter)
    {
        var at = _letters.BinarySearch(letter);
        if (at >= 0) return _rests[at];
        _letters.Insert(~at, letter);
        _rests.Insert(~at, new LiteralTrie());
        return _rests[~at];
    }

    private void Write(StringBuilder to)
    {
        var (shared, branching) = Run();
        if (shared.Length > 0) to.Append(GbnfText.Quote(shared));
        if (branching._letters.Count == 0) return;
        if (shared.Length > 0) to.Append(' ');
        to.Append('(');
        for (var i = 0; i < branching._letters.Count; i++)
        {
            if (i > 0) to.Append(" | ");
            branching._rests[i].WriteFrom(branching._letters[i], to);
        }
        to.Append(branching._ends ? ")?" : ")");
    }

    /// <summary>The letter that leads here joins the run behind it, so that one literal is written instead of two.</summary>
    private void WriteFrom(int letter, StringBuilder to)
    {
        var lead = new LiteralTrie();
        lead._letters.Add(letter);
        lead._rests.Add(this);
        lead.Write(to);
    }

    /// <summary>Follows the only way on as far as there is just one.</summary>
    private (string Shared, LiteralTrie Branching) Run()
    {
        var shared = new StringBuilder();
        var at = this;
        while (at._letters.Count == 1 && !at._ends)
        {
            shared.Append(new Rune(at._letters[0]).ToString());
            at = at._rests[0];
        }
        return (shared.ToString(), at);
    }
}
