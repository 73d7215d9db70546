using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Files that hold one number, or a few on one line.</summary>
internal static class SmallFiles
{
    /// <summary>Field <paramref name="index"/> of the first line; null where the file is absent.</summary>
    public static ulong? ReadNumber(this Host host, string path, int index = 0)
    {
        if (!host.TryRead(path, out var content)) return null;
        var fields = new Fields(FirstLine(content));
        fields.Skip(index);
        return fields.Number();
    }

    /// <summary>The number, or null for the word <c>max</c> and for an absent file.</summary>
    public static ulong? ReadLimit(this Host host, string path)
    {
        if (!host.TryRead(path, out var content)) return null;
        var text = FirstLine(content);
        return text.SequenceEqual("max"u8) ? null : Fields.ParseNumber(text);
    }

    public static void AddNumber(this SnapshotBuilder into, Host host, string name, string path, int index = 0)
    {
        if (host.ReadNumber(path, index) is { } value) into.Add(name, value);
    }

    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf((byte)'\n');
        return (end < 0 ? content : content[..end]).Trim(" \t"u8);
    }
}
