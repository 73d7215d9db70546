using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Hardware;

/// <summary>
/// Energy of processor packages and their parts (RAPL), and the limit of their power. Energy is for root to read since it tells too
/// much of what is computed. Source: Documentation/power/powercap/powercap.rst.
/// </summary>
internal sealed class PowerSensor : ISensor
{
    private const string Domains = "sys/class/powercap";
    private const int MaxDomains = 64;
    private const double Micro = 1e-6;

    private readonly Pace _search = new(600);
    private Dictionary<string, Domain> _domains = new(StringComparer.Ordinal);

    public string Name => "power";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (_search.IsDue(host.Uptime)) Find(host);
        foreach (var domain in _domains.Values)
        {
            if (host.ReadNumber(domain.Energy) is { } energy) into.Add("hw.energy", domain.Total(energy) * Micro, domain.Subject);
            if (domain.Limit is { } limit) into.Add("hw.power.limit", limit * Micro, domain.Subject);
        }
    }

    /// <summary>"intel-rapl:0" is a package and "intel-rapl:0:1" a part of it; AMD's processors have the same names.</summary>
    private void Find(Host host)
    {
        var found = new Dictionary<string, Domain>(StringComparer.Ordinal);
        foreach (var name in host.List(Domains).Where(name => name.StartsWith("intel-rapl:", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(MaxDomains))
        {
            if (host.ReadText($"{Domains}/{name}/name") is not { Length: > 0 } own) continue;
            var parent = name.LastIndexOf(':') > "intel-rapl".Length ? name[..name.LastIndexOf(':')] : null;
            var subject = parent is not null && found.TryGetValue(parent, out var package) ? $"{package.Subject}/{own}" : own;
            found[name] = _domains.GetValueOrDefault(name) ?? new Domain(subject, $"{Domains}/{name}/energy_uj", host.ReadNumber($"{Domains}/{name}/max_energy_range_uj"));
            found[name].Limit = host.ReadNumber($"{Domains}/{name}/constraint_0_power_limit_uw");
        }
        _domains = found;
    }

    private sealed class Domain(string subject, string energy, ulong? range)
    {
        private ulong? _last;
        private double _total;

        public string Subject => subject;

        public string Energy => energy;

        public ulong? Limit { get; set; }

        /// <summary>The counter starts again at zero within minutes to hours; what was before is kept.</summary>
        public double Total(ulong now)
        {
            if (_last is not { } last) _total = now;
            else if (now >= last) _total += now - last;
            else if (range is { } most && most >= last) _total += (double)(most - last) + now;
            else _total += now;
            _last = now;
            return _total;
        }
    }
}
