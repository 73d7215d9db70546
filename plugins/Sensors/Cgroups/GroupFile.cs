using Kernward.Machine;

namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>One file of one group. One that was absent is not asked for again at every sample: most groups lack most files.</summary>
internal sealed class GroupFile(string path)
{
    /// <summary>It differs by the size of a page.</summary>
    private const double NoLimit = 4e18;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(30);

    private readonly HostFile _file = new(path);
    private TimeSpan? _askAgain;

    public bool TryRead(Host host, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (_askAgain is { } until && host.Uptime < until) return false;
        _askAgain = null;
        if (host.TryRead(_file, out content)) return true;
        _askAgain = host.Uptime + AskAgainAfter;
        return false;
    }

    /// <summary>It is not read each time any more.</summary>
    public void Release(Host host) => host.Release(_file);

    /// <summary>The first number of the file; null where it is absent or says <c>max</c>.</summary>
    public double? Number(Host host) => TryRead(host, out var content) ? ParseNumber(content) : null;

    /// <summary>As <see cref="Number"/>, and null for what v1 says where there is no limit: the largest number of whole pages in 63 bits.</summary>
    public double? Limit(Host host) => Number(host) is < NoLimit and var limit ? limit : null;

    /// <summary>As <see cref="Number"/>, for files of v1 in which -1 says none.</summary>
    public double? Signed(Host host) =>
        TryRead(host, out var content) ? Fields.ParseSigned(SmallFiles.FirstLine(content)) : null;

    public static double? ParseNumber(ReadOnlySpan<byte> content)
    {
        var text = new Fields(SmallFiles.FirstLine(content)).Text();
        return text.SequenceEqual("max"u8) ? null : Fields.ParseNumber(text);
    }
}
