namespace Kernward.Knowledge;

/// <summary>Recursive descent over the grammar of <see cref="Formula"/>.</summary>
internal sealed class FormulaParser(string text)
{
    private const int Deepest = 32;
    private readonly List<(string, string)> _reads = [];
    private int _at;
    private int _depth;

    public Formula Parse()
    {
        var evaluate = Sum();
        if (!AtEnd) throw Wrong("an operator");
        return new Formula(text, evaluate, _reads);
    }

    private bool AtEnd
    {
        get
        {
            while (_at < text.Length && text[_at] == ' ') _at++;
            return _at == text.Length;
        }
    }

    private char Next => AtEnd ? '\0' : text[_at];

    private bool Take(char expected)
    {
        if (Next != expected) return false;
        _at++;
        return true;
    }

    private FormatException Wrong(string expected) => new($"formula '{text}': {expected} expected at position {_at + 1}");

    private Func<IFormulaValues, double?> Sum()
    {
        if (++_depth > Deepest) throw Wrong("something simpler");
        var left = Product();
        while (Next is '+' or '-')
        {
            var (before, plus) = (left, Take('+'));
            if (!plus) Take('-');
            var right = Product();
            left = values => plus ? before(values) + right(values) : before(values) - right(values);
        }
        _depth--;
        return left;
    }

    private Func<IFormulaValues, double?> Product()
    {
        var left = Factor();
        while (Next is '*' or '/')
        {
            var (before, times) = (left, Take('*'));
            if (!times) Take('/');
            var right = Factor();
            left = values => times ? before(values) * right(values) : before(values) / right(values);
        }
        return left;
    }

    private Func<IFormulaValues, double?> Factor()
    {
        if (Take('('))
        {
            var inner = Sum();
            return Take(')') ? inner : throw Wrong("')'");
        }
        if (char.IsAsciiDigit(Next)) return Constant();
        var name = Name();
        return Take('(') ? Call(name) : Bare(name);
    }

    private Func<IFormulaValues, double?> Constant()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.')) _at++;
        var number = Formula.Number(text.AsSpan(start, _at - start));
        return _ => number;
    }

    private Func<IFormulaValues, double?> Bare(string name)
    {
        _reads.Add(("", name));
        return values => values.Read("", name);
    }

    private Func<IFormulaValues, double?> Call(string function)
    {
        if (!Formula.Functions.Contains(function))
        {
            var name = Name();
            var of = Take('@') ? Subject() : "";
            _reads.Add((function, name));
            return Take(')') ? values => values.Read(function, name, of) : throw Wrong("')'");
        }
        var arguments = new List<Func<IFormulaValues, double?>>();
        do arguments.Add(Sum());
        while (Take(','));
        if (!Take(')')) throw Wrong("')'");
        Formula.Call(function, [.. arguments.Select(_ => (double?)1)]);
        return values => Formula.Call(function, [.. arguments.Select(argument => argument(values))]);
    }

    /// <summary>A subject that is named in the formula, such as one kind of event; letters, digits, hyphens and points.</summary>
    private string Subject()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or '_' or '.')) _at++;
        return _at > start ? text[start.._at] : throw Wrong("a subject");
    }

    private string Name()
    {
        if (!char.IsAsciiLetter(Next)) throw Wrong("a number, a name or '('");
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '.' or '_')) _at++;
        return text[start.._at];
    }
}
