using System.Globalization;

namespace Kernward.Knowledge;

/// <summary>
/// A small arithmetic over readings, in which thresholds and sizes are written as data:
/// <c>clamp(pow2(peak(network.tcp.accept_queue.length) * 4), 1024, 65535)</c>. Numbers, <c>+ - * /</c>, parentheses,
/// names (<c>current</c>), functions, and a subject behind a metric's name (<c>last(kernel.events@io-error)</c>). Parsed once; a
/// name without a value makes the whole result null.
/// </summary>
public sealed class Formula
{
    private readonly Func<IFormulaValues, double?> _evaluate;

    internal Formula(string text, Func<IFormulaValues, double?> evaluate, IReadOnlyList<(string Function, string Argument)> reads)
    {
        Text = text;
        _evaluate = evaluate;
        Reads = reads;
    }

    public string Text { get; }

    /// <summary>What it reads: a function with a name as its only argument, or a bare name with an empty function.</summary>
    public IReadOnlyList<(string Function, string Argument)> Reads { get; }

    /// <summary>The value; null where something that it reads is absent, or the result is not a finite number.</summary>
    public double? Evaluate(IFormulaValues values) => _evaluate(values) is { } value && double.IsFinite(value) ? value : null;

    /// <summary>Parses; throws <see cref="FormatException"/> that names the place.</summary>
    public static Formula Parse(string text) => new FormulaParser(text).Parse();

    public override string ToString() => Text;

    internal static double? Call(string function, IReadOnlyList<double?> arguments)
    {
        if (arguments.Any(argument => argument is null)) return null;
        var a = arguments.Select(argument => argument.GetValueOrDefault()).ToArray();
        return (function, a.Length) switch
        {
            ("min", > 0) => a.Min(),
            ("max", > 0) => a.Max(),
            ("clamp", 3) => Math.Max(a[1], Math.Min(a[2], a[0])),
            ("pow2", 1) => Math.Pow(2, Math.Ceiling(Math.Log2(Math.Max(1, a[0])))),
            ("round", 1) => Math.Round(a[0]),
            ("floor", 1) => Math.Floor(a[0]),
            ("ceil", 1) => Math.Ceiling(a[0]),
            _ => throw new FormatException($"no function '{function}' of {a.Length} argument(s)"),
        };
    }

    internal static readonly IReadOnlySet<string> Functions =
        new HashSet<string> { "min", "max", "clamp", "pow2", "round", "floor", "ceil" };

    internal static double Number(ReadOnlySpan<char> digits) => double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
}
