using System.Text;

namespace Kernward.Plugins.Sensors.Kernel;

/// <summary>A whole line with <c>*</c> for any text, matched on bytes.</summary>
internal sealed class LinePattern
{
    private readonly byte[][] _parts;

    public LinePattern(string pattern) => _parts = [.. pattern.Split('*').Select(Encoding.UTF8.GetBytes)];

    /// <summary>The first part begins the line, the last one ends it, and the others follow in order.</summary>
    public bool Matches(ReadOnlySpan<byte> line)
    {
        if (_parts.Length == 1) return line.SequenceEqual(_parts[0]);
        if (!line.StartsWith(_parts[0])) return false;
        line = line[_parts[0].Length..];
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = line.IndexOf(part);
            if (at < 0) return false;
            line = line[(at + part.Length)..];
        }
        return line.EndsWith(_parts[^1]);
    }
}
