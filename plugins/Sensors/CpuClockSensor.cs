using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>
/// Clock and thermal throttling of the first CPUs, where the hardware shows them: most virtual machines do not. Needs
/// <see cref="CpuSensor"/> before it.
/// </summary>
internal sealed class CpuClockSensor : ISensor
{
    private const int MaxCpus = 16;

    private readonly Dictionary<int, Paths> _paths = [];
    private bool? _clock;
    private bool? _throttle;

    public string Name => "cpu-clock";

    public void Sample(Host host, SnapshotBuilder into)
    {
        var count = (int)Math.Min(MaxCpus, into.Get("system.cpu.count") ?? 0);
        for (var cpu = 0; cpu < count; cpu++)
        {
            if (!_paths.TryGetValue(cpu, out var paths)) _paths[cpu] = paths = new Paths($"cpu{cpu}");
            if (_clock != false)
            {
                _clock = AddHertz(host, "cpu.frequency.current", paths.Current, paths.Subject, into) || cpu > 0;
                AddHertz(host, "cpu.frequency.max", paths.Max, paths.Subject, into);
            }
            if (_throttle == false) continue;
            var throttles = host.ReadNumber(paths.Throttles);
            _throttle = throttles is not null || cpu > 0;
            if (throttles is { } times) into.Add("cpu.thermal_throttles", times, paths.Subject);
            if (throttles is not null && host.ReadNumber(paths.ThrottleTime) is { } milliseconds)
                into.Add("cpu.thermal_throttle_time", milliseconds / 1e3, paths.Subject);
        }
    }

    /// <summary>The files are in kHz.</summary>
    private static bool AddHertz(Host host, string metric, string path, string subject, SnapshotBuilder into)
    {
        if (host.ReadNumber(path) is not { } value) return false;
        into.Add(metric, value * 1000.0, subject);
        return true;
    }

    private sealed class Paths(string cpu)
    {
        private const string Cpus = "sys/devices/system/cpu/";

        public string Subject { get; } = cpu;

        public string Current { get; } = $"{Cpus}{cpu}/cpufreq/scaling_cur_freq";

        public string Max { get; } = $"{Cpus}{cpu}/cpufreq/cpuinfo_max_freq";

        public string ThrottleTime { get; } = $"{Cpus}{cpu}/thermal_throttle/core_throttle_total_time_ms";

        public string Throttles { get; } = $"{Cpus}{cpu}/thermal_throttle/core_throttle_count";
    }
}
