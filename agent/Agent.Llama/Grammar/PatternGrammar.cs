using System.Globalization;
using System.Text;

namespace Kernward.Llama.Grammar;

/// <summary>
/// A regular expression as a grammar expression. Supported: letters, classes, <c>.</c>, <c>\d \w \.</c> and other escaped
/// signs, groups, <c>|</c>, <c>? * +</c> and counts. Every alternative must be anchored on both ends (<c>^...$</c>), as
/// otherwise anything might stand around it. Quotes, backslashes and control characters are refused, because JSON would
/// write them as two characters.
/// </summary>
internal sealed class PatternGrammar
{
    private readonly string _pattern;
    private readonly string _where;
    private int _at;

    private PatternGrammar(string pattern, string where)
    {
        _pattern = pattern;
        _where = where;
    }

    private bool AtEnd => _at == _pattern.Length;

    private char Next => _pattern[_at];

    /// <exception cref="LlamaException">BadGrammar, for anything outside the subset.</exception>
    internal static string Expression(string pattern, string where)
    {
        var reader = new PatternGrammar(pattern, where);
        var expression = reader.Choice(anchored: true);
        return reader.AtEnd ? expression : throw reader.Unsupported("an unmatched ')'");
    }

    private string Choice(bool anchored)
    {
        var choices = new List<string>();
        do choices.Add(anchored ? Anchored() : Sequence());
        while (Take('|'));
        return $"({string.Join(" | ", choices)})";
    }

    private string Anchored()
    {
        if (!Take('^')) throw Unsupported("no '^' at the start of an alternative");
        var body = Sequence();
        return Take('$') ? body : throw Unsupported("no '$' at the end of an alternative");
    }

    private string Sequence()
    {
        var parts = new List<string>();
        while (!AtEnd && Next is not ('|' or ')' or '$')) parts.Add(Atom() + Count());
        return parts.Count > 0 ? string.Join(' ', parts) : GbnfText.Quote("");
    }

    private string Atom()
    {
        if (Take('(')) return Inner();
        if (Take('[')) return Class();
        if (Take('.')) return "char";
        if (Next is '*' or '+' or '?' or '{' or '^') throw Unsupported($"a misplaced '{Next}'");
        return Take('\\') ? Escaped() : GbnfText.Quote(Sign().ToString());
    }

    private string Inner()
    {
        if (Take('?') && !(Take(':'))) throw Unsupported("a special group");
        var inner = Choice(anchored: false);
        return Take(')') ? inner : throw Unsupported("an unmatched '('");
    }

    private string Escaped()
    {
        if (AtEnd) throw Unsupported("a backslash at the end");
        if (Take('d')) return "[0-9]";
        if (Take('w')) return "[0-9A-Za-z\\x5F]";
        return char.IsAsciiLetterOrDigit(Next) ? throw Unsupported($"'\\{Next}'") : GbnfText.Quote(Sign().ToString());
    }

    private string Class()
    {
        if (Take('^')) throw Unsupported("a negated class");
        var body = new StringBuilder("[");
        while (!AtEnd && Next != ']') body.Append(Member());
        if (!Take(']') || body.Length == 1) throw Unsupported("an empty or open class");
        return body.Append(']').ToString();
    }

    private string Member()
    {
        if (Take('\\'))
        {
            if (Take('d')) return "0-9";
            if (Take('w')) return "0-9A-Za-z\\x5F";
            if (!AtEnd && char.IsAsciiLetterOrDigit(Next)) throw Unsupported($"'\\{Next}'");
        }
        var from = Sign();
        if (_at + 1 >= _pattern.Length || Next != '-' || _pattern[_at + 1] == ']') return GbnfText.InClass(from);
        _at++;
        var to = Sign();
        if (to < from || Spans(from, to, '"') || Spans(from, to, '\\')) throw Unsupported("such a range of a class");
        return $"{GbnfText.InClass(from)}-{GbnfText.InClass(to)}";
    }

    private string Count()
    {
        if (AtEnd) return "";
        if (Next is '?' or '*' or '+')
        {
            var sign = Next;
            _at++;
            if (!AtEnd && Next is '?' or '+') throw Unsupported("a lazy or possessive count");
            // Open ends are closed here: an answer must end, whatever the model.
            return sign switch
            {
                '?' => "?",
                '*' => $"{{0,{JsonSchemaGrammar.DefaultMaxLength}}}",
                _ => $"{{1,{JsonSchemaGrammar.DefaultMaxLength}}}",
            };
        }
        if (!Take('{')) return "";
        var least = Digits();
        var most = !Take(',') ? least : !AtEnd && Next == '}' ? Math.Max(least, JsonSchemaGrammar.DefaultMaxLength) : Digits();
        if (most < least || !Take('}')) throw Unsupported("a malformed count");
        return $"{{{least},{most}}}";
    }

    private int Digits()
    {
        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(Next)) _at++;
        return int.TryParse(_pattern.AsSpan(start, _at - start), NumberStyles.None, null, out var value) && !AtEnd && value <= 1000
            ? value
            : throw Unsupported("a malformed count");
    }

    private Rune Sign()
    {
        if (AtEnd || !Rune.TryGetRuneAt(_pattern, _at, out var rune)) throw Unsupported("an incomplete character");
        if (rune.Value is '"' or '\\' || Rune.IsControl(rune)) throw Unsupported("a quote, backslash or control character");
        _at += rune.Utf16SequenceLength;
        return rune;
    }

    private bool Take(char sign)
    {
        if (AtEnd || Next != sign) return false;
        _at++;
        return true;
    }

    private static bool Spans(Rune from, Rune to, char sign) => from.Value <= sign && sign <= to.Value;

    private LlamaException Unsupported(string what) => JsonSchemaGrammar.Unsupported($"{_where} ('{_pattern}')", what);
}
