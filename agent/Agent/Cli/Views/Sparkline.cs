namespace Kernward.Cli.Views;

/// <summary>A row of values as a row of bars, scaled to the highest; a blank where there is none.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";
    private const string Plain = "_.-=+*#@";
    private const int Widest = 60;

    /// <summary><paramref name="unicode"/> false: ASCII, for terminals and screen readers that want it plain.</summary>
    public static string Of(IReadOnlyList<double> values, bool unicode, int widest = Widest)
    {
        if (values.Count == 0) return "";
        widest = Math.Clamp(widest, 1, Widest);
        var shown = values.Count <= widest ? values : Enumerable.Range(0, widest).Select(i => values[i * values.Count / widest]).ToList();
        var top = shown.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var bars = unicode ? Bars : Plain;
        return string.Concat(shown.Select(value => !double.IsFinite(value) ? ' ' : bars[top <= 0 ? 0 : (int)Math.Round(Math.Max(0, value) / top * (bars.Length - 1))]));
    }
}
