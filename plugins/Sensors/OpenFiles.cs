using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Open files of a process. Counting them means listing them, so it is done only where the process has grown its table to
/// 512 or more: below that it is far from any limit. How large the table is, is asked now and then.
/// </summary>
internal sealed class OpenFiles(int pid)
{
    private const ulong WorthCounting = 512;
    private const int AskAfter = 8;

    private readonly string _status = $"proc/{pid}/status";
    private readonly string _files = $"proc/{pid}/fd";
    private readonly string _limits = $"proc/{pid}/limits";
    private int _left;
    private bool _counted;

    public void Read(Host host, string subject, SnapshotBuilder into)
    {
        if (_left-- <= 0)
        {
            _left = AskAfter;
            _counted = host.TryRead(_status, out var status) && TableSize(status) >= WorthCounting;
        }
        if (!_counted) return;
        var count = host.List(_files).Count;
        if (count == 0) return;
        into.Add("process.open_files", count, subject);
        if (host.TryRead(_limits, out var limits) && Limit(limits) is { } limit) into.Add("process.open_files_limit", limit, subject);
    }

    internal static ulong TableSize(ReadOnlySpan<byte> status)
    {
        var lines = new Lines(status);
        while (lines.Next(out var line))
            if (line.StartsWith("FDSize:"u8)) return new Fields(line["FDSize:"u8.Length..]).Number();
        return 0;
    }

    /// <summary>The soft limit, of "Max open files   1024   524288   files"; null where it is unlimited.</summary>
    internal static ulong? Limit(ReadOnlySpan<byte> limits)
    {
        var lines = new Lines(limits);
        while (lines.Next(out var line))
        {
            if (!line.StartsWith("Max open files"u8)) continue;
            var soft = new Fields(line["Max open files"u8.Length..]).Text();
            return soft.SequenceEqual("unlimited"u8) ? null : Fields.ParseNumber(soft);
        }
        return null;
    }
}
