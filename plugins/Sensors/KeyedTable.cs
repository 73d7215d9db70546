using System.Text;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Which key of a kernel file becomes which metric: for files of "key value" lines and for the header-and-values pairs of
/// /proc/net/snmp. Several keys may sum into one metric.
/// </summary>
internal sealed class KeyedTable
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _metrics = [];
    private readonly double[] _sums;
    private readonly bool[] _seen;

    public KeyedTable(params (string Key, string Metric, double Scale)[] rows)
    {
        foreach (var (key, metric, scale) in rows)
        {
            var index = _metrics.IndexOf(metric);
            if (index < 0)
            {
                index = _metrics.Count;
                _metrics.Add(metric);
            }
            _entries.Add(key, new Entry(index, scale));
        }
        _sums = new double[_metrics.Count];
        _seen = new bool[_metrics.Count];
    }

    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_seen);
    }

    /// <summary>Takes one key and value; a key that no metric wants costs a look-up and its value is not parsed.</summary>
    public void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Span<char> text = stackalloc char[64];
        if (key.Length > text.Length || !Encoding.ASCII.TryGetChars(key, text, out var length)) return;
        ReadOnlySpan<char> name = text[..length];
        if (!_entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var entry)) return;
        _sums[entry.Index] += Fields.ParseNumber(value) * entry.Scale;
        _seen[entry.Index] = true;
    }

    /// <summary>Takes lines of "key value".</summary>
    public void TakeLines(ReadOnlySpan<byte> content)
    {
        var lines = new Lines(content);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (fields.Next(out var key) && fields.Next(out var value)) Take(key, value);
        }
    }

    /// <summary>Adds what lines of "key value" say.</summary>
    public void AddLines(ReadOnlySpan<byte> content, SnapshotBuilder into, string subject)
    {
        Clear();
        TakeLines(content);
        AddTo(into, subject);
    }

    /// <summary>Adds every metric that was seen; a metric whose keys this kernel lacks stays absent.</summary>
    public void AddTo(SnapshotBuilder into, string subject = "")
    {
        for (var i = 0; i < _sums.Length; i++)
            if (_seen[i]) into.Add(_metrics[i], _sums[i], subject);
    }

    private readonly record struct Entry(int Index, double Scale);
}
