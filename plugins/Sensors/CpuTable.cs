using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Files below /proc/net/stat: a line of names, then a line of hexadecimal numbers for each CPU. Counters are summed over
/// the CPUs; <c>entries</c> is the same total on every line.
/// </summary>
internal sealed class CpuTable(params (string Column, string Metric)[] wanted)
{
    private const int MaxColumns = 32;

    public void Add(ReadOnlySpan<byte> content, SnapshotBuilder into)
    {
        var lines = new Lines(content);
        if (!lines.Next(out var header)) return;
        Span<int> metricOf = stackalloc int[MaxColumns];
        Span<double> sums = stackalloc double[wanted.Length];
        ReadHeader(header, metricOf);
        var rows = 0;
        for (; lines.Next(out var line); rows++) Sum(line, metricOf, sums, rows == 0);
        if (rows == 0) return;
        for (var column = 0; column < MaxColumns; column++)
            if (metricOf[column] >= 0) into.Add(wanted[metricOf[column]].Metric, sums[metricOf[column]]);
    }

    private void ReadHeader(ReadOnlySpan<byte> header, Span<int> metricOf)
    {
        metricOf.Fill(-1);
        var names = new Fields(header);
        for (var column = 0; column < MaxColumns && names.Next(out var name); column++)
            for (var i = 0; i < wanted.Length; i++)
                if (IsNamed(name, wanted[i].Column)) metricOf[column] = i;
    }

    private void Sum(ReadOnlySpan<byte> line, ReadOnlySpan<int> metricOf, Span<double> sums, bool first)
    {
        var numbers = new Fields(line);
        for (var column = 0; column < MaxColumns && numbers.Next(out var number); column++)
        {
            var metric = metricOf[column];
            if (metric >= 0 && (first || wanted[metric].Column != "entries")) sums[metric] += Fields.ParseHex(number);
        }
    }

    private static bool IsNamed(ReadOnlySpan<byte> name, string text) => System.Text.Ascii.Equals(name, text);
}
