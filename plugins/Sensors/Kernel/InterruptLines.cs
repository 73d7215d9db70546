using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Kernel;

/// <summary>
/// Interrupt lines of devices. A host has hundreds; told of are those that were among the busiest of a sample, and those go on
/// being told of, so that a rate has two ends.
/// </summary>
internal sealed class InterruptLines
{
    private const int Busiest = 8;
    private const int MaxTold = 24;
    private const int MaxLines = 8192;

    private readonly NamePool _names = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly List<Line> _told = [];
    private readonly Line?[] _top = new Line?[Busiest];

    public void Forget()
    {
        _lines.Clear();
        _told.Clear();
    }

    /// <summary>The label is the line's number, the name that of the device which shares it last.</summary>
    public void Take(ReadOnlySpan<byte> label, ReadOnlySpan<byte> name, ulong count)
    {
        Span<byte> subject = stackalloc byte[80];
        if (label.Length + 1 + name.Length > subject.Length) name = name[..Math.Max(0, subject.Length - 1 - label.Length)];
        label.CopyTo(subject);
        subject[label.Length] = (byte)' ';
        name.CopyTo(subject[(label.Length + 1)..]);
        var key = _names.Get(subject[..(label.Length + 1 + name.Length)]);
        if (!_lines.TryGetValue(key, out var line))
        {
            if (_lines.Count >= MaxLines) Forget();
            _lines[key] = line = new Line(key);
        }
        line.Gained = count > line.Count ? count - line.Count : 0;
        line.Count = count;
        line.IsThere = true;
        Rank(line);
    }

    /// <summary>Adds the lines that are told of, and makes ready for the next sample.</summary>
    public void AddTo(SnapshotBuilder into)
    {
        foreach (var line in _top)
            if (line is { IsTold: false }) Tell(line);
        Array.Clear(_top);
        foreach (var line in _told)
            if (line.IsThere) into.Add("interrupt.count", line.Count, line.Subject);
        foreach (var line in _lines.Values) line.IsThere = false;
    }

    /// <summary>Puts a line in its place among the busiest; the one that falls out at the end is forgotten.</summary>
    private void Rank(Line line)
    {
        if (line.Gained == 0) return;
        Line? moving = line;
        for (var i = 0; i < _top.Length && moving is not null; i++)
            if (_top[i] is not { } other || moving.Gained > other.Gained) (_top[i], moving) = (moving, _top[i]);
    }

    private void Tell(Line line)
    {
        if (_told.Count >= MaxTold)
        {
            var least = _told.MinBy(told => told.Gained)!;
            if (least.Gained >= line.Gained) return;
            least.IsTold = false;
            _told.Remove(least);
        }
        line.IsTold = true;
        _told.Add(line);
    }

    private sealed class Line(string subject)
    {
        public string Subject => subject;

        public ulong Count { get; set; }

        public ulong Gained { get; set; }

        public bool IsThere { get; set; }

        public bool IsTold { get; set; }
    }
}
