using Kernward.Machine;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>One file of one group. One that was absent is not asked for again at every sample: most groups lack most files.</summary>
internal sealed class GroupFile(string path)
{
    private const int AskAgainAfter = 30;

    private int _skip;

    public bool TryRead(Host host, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (_skip > 0)
        {
            _skip--;
            return false;
        }
        if (host.TryRead(path, out content)) return true;
        _skip = AskAgainAfter;
        return false;
    }

    /// <summary>The first number of the file; null where it is absent or says <c>max</c>.</summary>
    public double? Number(Host host)
    {
        if (!TryRead(host, out var content)) return null;
        var text = new Fields(SmallFiles.FirstLine(content)).Text();
        return text.SequenceEqual("max"u8) ? null : Fields.ParseNumber(text);
    }

    /// <summary>As <see cref="Number"/>, for files of v1 in which -1 says none.</summary>
    public double? Signed(Host host) =>
        TryRead(host, out var content) ? Fields.ParseSigned(SmallFiles.FirstLine(content)) : null;
}
