using System.Buffers.Text;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Kernel;

/// <summary>
/// Events in the kernel's log, by class. Each line is counted once, by its sequence number. The log is read once for each sample,
/// as a recording has it, so that a replay counts the same. Source: Documentation/ABI/testing/dev-kmsg of the kernel.
/// </summary>
internal sealed class KernelLogSensor(Func<IReadOnlyList<KernelEventKind>> loadKinds) : ISensor
{
    private const string Log = "cmd/kernel-log.txt";

    private KernelEventTable? _table;
    private ulong? _last;

    public string Name => "kernel-log";

    /// <summary>The first reading goes through all that the kernel kept since it started.</summary>
    public TimeSpan Budget => TimeSpan.FromMilliseconds(50);

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead(Log, out var content)) return;
        _table ??= new KernelEventTable(loadKinds());
        Take(content, _table);
        _table.AddTo(into, into.Get("system.uptime"));
    }

    private void Take(ReadOnlySpan<byte> content, KernelEventTable table)
    {
        content = content[FirstNew(content)..];
        var lines = new Lines(content);
        while (lines.Next(out var line))
            if (TryParse(line, out var sequence, out var at, out var text) && (_last is not { } last || sequence > last))
            {
                _last = sequence;
                table.Take(text, at);
            }
    }

    /// <summary>Where the lines begin that we have not seen, from the end backwards: mostly there are none.</summary>
    private int FirstNew(ReadOnlySpan<byte> content)
    {
        if (_last is not { } last) return 0;
        var end = content.Length;
        while (end > 0)
        {
            var start = content[..(end - 1)].LastIndexOf((byte)'\n') + 1;
            if (TryParse(content[start..end], out var sequence, out _, out _) && sequence <= last) return end;
            end = start;
        }
        return 0;
    }

    /// <summary>"6,1234,56789012,-;text": a line that is none of the log's is left out.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> line, out ulong sequence, out TimeSpan at, out ReadOnlySpan<byte> text)
    {
        (sequence, at) = (0, default);
        text = default;
        var comma = line.IndexOf((byte)',');
        if (comma < 0) return false;
        var rest = line[(comma + 1)..];
        if (!Utf8Parser.TryParse(rest, out sequence, out var used) || used >= rest.Length || rest[used] != ',') return false;
        rest = rest[(used + 1)..];
        if (!Utf8Parser.TryParse(rest, out long microseconds, out used) || used >= rest.Length || rest[used] != ',') return false;
        var start = rest.IndexOf((byte)';');
        if (start < 0 || microseconds is < 0 or > long.MaxValue / 10) return false;
        at = TimeSpan.FromTicks(microseconds * 10);
        text = rest[(start + 1)..].TrimEnd((byte)'\n');
        return true;
    }
}
