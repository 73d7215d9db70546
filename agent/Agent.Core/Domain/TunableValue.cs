using System.Globalization;

namespace Kernward.Domain;

/// <summary>
/// A value already parsed into its tunable's type and range, in canonical text: what is not one of these is never written.
/// Digits only, no signs, no hex, no spaces but the single ones between the parts of <c>ints</c>.
/// </summary>
public sealed record TunableValue
{
    private TunableValue(string text) => Text = text;

    public string Text { get; }

    /// <summary>As a number, where it is one: the last part of <c>ints</c>; null for words and <c>max</c>.</summary>
    public double? Number =>
        double.TryParse(Text.Split(' ')[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    public override string ToString() => Text;

    /// <summary>The value, or null with the reason in one sentence.</summary>
    public static TunableValue? Parse(Tunable tunable, string text, out string reason)
    {
        reason = Refused(tunable, text);
        return reason.Length == 0 ? new TunableValue(text) : null;
    }

    private static string Refused(Tunable tunable, string text)
    {
        var range = tunable.Value;
        if (tunable.Refuse.TryGetValue(text, out var why)) return $"{tunable.Id} is never set to {text}: {why}";
        return range.Type switch
        {
            "int" => OutOfRange(tunable, text, whole: true),
            // Fractions are for what may be less than one of its unit: CPUs, not threads or bytes.
            "number-or-max" => text == "max" ? "" : OutOfRange(tunable, text, whole: range.Min is null or >= 1 or 0),
            "ints" => Parts(tunable, text),
            "choice" => range.Choices!.Contains(text) ? "" : $"{tunable.Id} takes {string.Join(", ", range.Choices!)}, not '{Shown.Safe(text)}'",
            "cpulist" => NumberList.Parse(text) is not null ? "" : $"{tunable.Id} takes a list of CPUs such as 0-3,8, not '{Shown.Safe(text)}'",
            _ => IsPlainText(text) ? "" : $"'{Shown.Safe(text)}' is no value for {tunable.Id}",
        };
    }

    private static string Parts(Tunable tunable, string text)
    {
        var parts = text.Split(' ');
        if (parts.Length != tunable.Value.Count) return $"{tunable.Id} takes {tunable.Value.Count} numbers, not '{Shown.Safe(text)}'";
        return parts.Select(part => OutOfRange(tunable, part, whole: true)).FirstOrDefault(reason => reason.Length > 0) ?? "";
    }

    private static string OutOfRange(Tunable tunable, string text, bool whole)
    {
        var range = tunable.Value;
        var style = whole ? NumberStyles.None : NumberStyles.AllowDecimalPoint;
        // The parser takes characters beyond these, NUL at the end among them.
        if (text.Length is 0 or > 20 || !text.All(c => char.IsAsciiDigit(c) || c == '.') || !decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
            || (text.Length > 1 && text[0] == '0' && text[1] != '.') || text[0] == '.' || text[^1] == '.')
            return $"{tunable.Id} takes a plain number, not '{Shown.Safe(text)}'";
        var (min, max) = ((decimal)(range.Min ?? 0), (decimal)Math.Min(range.Max ?? 9.2e18, 9.2e18));
        if (number >= min && number <= max) return "";
        return $"{text} is outside {min:0.##} to {max:0.##}, the safe range of {tunable.Id}";
    }

    private static bool IsPlainText(string text) =>
        text.Length is > 0 and < 120 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '=' or ' ');
}
