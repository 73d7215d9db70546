using System.Text;
using Kernward.Knowledge;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Kernel;

/// <summary>Sorts lines of the kernel's log into classes and counts them.</summary>
internal sealed class KernelEventTable(IReadOnlyList<KernelEventKind> kinds)
{
    private const int LongestLine = 300;

    private readonly Row[] _rows = [.. kinds.Select(kind => new Row(kind))];
    private IReadOnlyList<KernelEvent>? _events = [];

    /// <summary>The first class that fits the line counts it.</summary>
    public void Take(ReadOnlySpan<byte> text, TimeSpan at)
    {
        foreach (var row in _rows)
        {
            if (!row.Matches(text)) continue;
            if (row.Kind.Severity == "none") return;
            row.Count++;
            row.At = at;
            row.LastLine = Encoding.UTF8.GetString(text[..Math.Min(LongestLine, text.Length)]);
            _events = null;
            return;
        }
    }

    /// <summary>Every class with its count since the log began, zero included: the log was read, and it has none of them.</summary>
    public void AddTo(SnapshotBuilder into, double? uptime)
    {
        foreach (var row in _rows)
        {
            if (row.Kind.Severity == "none") continue;
            into.Add("kernel.events", row.Count, row.Kind.Id);
            if (row.Count > 0 && uptime is { } now) into.Add("kernel.event_age", Math.Max(0, now - row.At.TotalSeconds), row.Kind.Id);
        }
        into.SetEvents(_events ??= [.. _rows.Where(row => row.Count > 0).OrderBy(row => row.Kind.Id, StringComparer.Ordinal).Select(row => row.ToEvent())]);
    }

    private sealed class Row(KernelEventKind kind)
    {
        private readonly LinePattern[] _patterns = [.. kind.Patterns.Select(pattern => new LinePattern(pattern))];

        public KernelEventKind Kind => kind;

        public long Count { get; set; }

        public TimeSpan At { get; set; }

        public string LastLine { get; set; } = "";

        public bool Matches(ReadOnlySpan<byte> line)
        {
            foreach (var pattern in _patterns)
                if (pattern.Matches(line)) return true;
            return false;
        }

        public KernelEvent ToEvent() => new(kind.Id, Count, At, LastLine);
    }
}
