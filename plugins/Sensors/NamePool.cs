using System.Text;

namespace Kernward.Plugins.Sensors;

/// <summary>Gives the same string for the same bytes again: names that stand in a file at every sample cost no memory.</summary>
internal sealed class NamePool
{
    private const int Longest = 128;
    private const int MaxNames = 4096;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The text; what is beyond 128 bytes is cut off.</summary>
    public string Get(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Longest];
        ReadOnlySpan<char> name = text[..Encoding.UTF8.GetChars(bytes[..Math.Min(Longest, bytes.Length)], text)];
        if (_names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known)) return known;
        if (_names.Count >= MaxNames) _names.Clear();
        known = name.ToString();
        _names.Add(known);
        return known;
    }
}
