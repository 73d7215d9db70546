using System.Globalization;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Space of files that were deleted and are still open: no directory shows it. Looked for every five minutes, as root only.</summary>
internal sealed class DeletedFileSensor : ISensor
{
    private const int Told = 5;
    private const double WorthTelling = 1 << 20;

    private readonly Pace _pace = new(300);
    private (double Bytes, double Files)? _sum;
    private List<(string Pid, double Bytes)> _holders = [];

    public string Name => "deleted-file";

    public TimeSpan Budget => TimeSpan.FromMilliseconds(100);

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_pace.IsDue(host.Uptime)) Read(host);
        if (_sum is not { } sum) return;
        into.Add("system.filesystem.deleted_open", sum.Bytes);
        into.Add("system.filesystem.deleted_open_files", sum.Files);
        foreach (var (pid, bytes) in _holders) into.Add("process.deleted_open", bytes, pid);
    }

    /// <summary>"pid bytes files" after a line of names.</summary>
    private void Read(Host host)
    {
        (_sum, _holders) = (null, []);
        if (!host.TryRead("cmd/deleted-files.txt", out var content)) return;
        (double Bytes, double Files) sum = (0, 0);
        var lines = new Lines(content);
        lines.Next(out _);
        while (lines.Next(out var line))
        {
            var fields = new Fields(line);
            if (!fields.Next(out var pid)) continue;
            double bytes = fields.Number();
            sum = (sum.Bytes + bytes, sum.Files + fields.Number());
            if (bytes >= WorthTelling) _holders.Add((Fields.ParseNumber(pid).ToString(CultureInfo.InvariantCulture), bytes));
        }
        _sum = sum;
        _holders = [.. _holders.OrderByDescending(holder => holder.Bytes).ThenBy(holder => holder.Pid, StringComparer.Ordinal).Take(Told)];
    }
}
