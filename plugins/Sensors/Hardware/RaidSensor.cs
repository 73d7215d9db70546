using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Hardware;

/// <summary>Arrays of the md driver: whether they work, and what they are rebuilding. Source: Documentation/admin-guide/md.rst.</summary>
internal sealed class RaidSensor : ISensor
{
    private readonly Pace _pace = new();
    private readonly List<Array> _arrays = [];

    public string Name => "raid";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_pace.IsDue(host.Uptime)) Read(host);
        foreach (var array in _arrays) array.AddTo(into);
    }

    private void Read(Host host)
    {
        _arrays.Clear();
        foreach (var name in host.List("sys/block").Where(name => name.StartsWith("md", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            if (host.ReadText($"sys/block/{name}/md/array_state") is { } state) _arrays.Add(Array.Read(host, name, state));
    }

    private sealed record Array(string Name, bool Works, ulong? Members, bool? Syncs, double? Progress, ulong? Mismatches)
    {
        public static Array Read(Host host, string name, string state)
        {
            var directory = $"sys/block/{name}/md/";
            var action = host.ReadText(directory + "sync_action");
            return new Array(name, state is not ("clear" or "inactive" or "suspended" or "broken"), host.ReadNumber(directory + "raid_disks"),
                action is null ? null : action is not ("idle" or "frozen"), ProgressOf(host.ReadText(directory + "sync_completed")),
                host.ReadNumber(directory + "mismatch_cnt"));
        }

        public void AddTo(SnapshotBuilder into)
        {
            into.Add("disk.raid.works", Works ? 1 : 0, Name);
            if (Members is { } members) into.Add("disk.raid.members", members, Name);
            if (Syncs is { } syncs) into.Add("disk.raid.syncs", syncs ? 1 : 0, Name);
            if (Progress is { } progress) into.Add("disk.raid.sync_progress", progress, Name);
            if (Mismatches is { } mismatches) into.Add("disk.raid.mismatches", mismatches, Name);
        }

        /// <summary>"1234 / 5678" sectors, or a word where nothing goes on.</summary>
        private static double? ProgressOf(string? text)
        {
            if (text?.Split(" / ") is not [var done, var all]) return null;
            return double.TryParse(done, out var part) && double.TryParse(all, out var whole) && part >= 0 && part <= whole && whole > 0 ? part / whole : null;
        }
    }
}
