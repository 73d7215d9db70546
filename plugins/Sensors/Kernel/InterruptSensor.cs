using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Kernel;

/// <summary>
/// Interrupts: of each CPU in all, of the device lines that have most, and how unevenly devices' interrupts fall on CPUs. Source:
/// proc_interrupts(5).
/// </summary>
internal sealed class InterruptSensor : ISensor
{
    private readonly InterruptLines _lines = new();
    private readonly NamePool _names = new();
    private readonly List<string> _cpus = [];

    /// <summary>By CPU: interrupts of all lines, of device lines, and of device lines at the last sample.</summary>
    private ulong[] _all = [], _devices = [], _before = [];

    public string Name => "interrupt";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("proc/interrupts", out var content)) return;
        var lines = new Lines(content);
        if (!lines.Next(out var header)) return;
        ReadHeader(header);
        while (lines.Next(out var line)) Take(line, into);
        for (var cpu = 0; cpu < _cpus.Count; cpu++) into.Add("cpu.interrupts", _all[cpu], _cpus[cpu]);
        AddShare(into);
        _lines.AddTo(into);
    }

    /// <summary>"CPU0 CPU1 ...", those that are online.</summary>
    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        var fields = new Fields(header);
        var (count, same) = (0, true);
        Span<byte> lower = stackalloc byte[16];
        while (fields.Next(out var field))
        {
            if (!field.StartsWith("CPU"u8)) throw new FormatException("The header of the interrupts names no CPUs.");
            if (field.Length > lower.Length) throw new FormatException("A CPU has an absurd number.");
            "cpu"u8.CopyTo(lower);
            field[3..].CopyTo(lower[3..]);
            var name = _names.Get(lower[..field.Length]);
            same &= count < _cpus.Count && _cpus[count] == name;
            if (count < _cpus.Count) _cpus[count] = name;
            else _cpus.Add(name);
            count++;
        }
        if (!same || count != _cpus.Count || _all.Length != count)
        {
            _cpus.RemoveRange(count, _cpus.Count - count);
            (_all, _devices, _before) = (new ulong[count], new ulong[count], new ulong[count]);
            _lines.Forget();
        }
        else
        {
            Array.Copy(_devices, _before, count);
        }
        Array.Clear(_all);
        Array.Clear(_devices);
    }

    /// <summary>" 24:  1  0  IO-APIC  5-edge  ACPI:Ged"; a line without a number is the architecture's ("LOC:").</summary>
    private void Take(ReadOnlySpan<byte> line, SnapshotBuilder into)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return;
        var label = line[..colon].TrimStart((byte)' ');
        var isDevice = label.Length > 0 && label.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        ulong sum = 0;
        var fields = new Fields(line[(colon + 1)..]);
        for (var cpu = 0; cpu < _cpus.Count; cpu++)
        {
            if (!fields.Next(out var field)) break;
            var count = Fields.ParseNumber(field);
            _all[cpu] += count;
            if (isDevice) _devices[cpu] += count;
            sum += count;
        }
        if (isDevice) _lines.Take(label, LastField(line), sum);
        else if (label.SequenceEqual("MCE"u8)) into.Add("system.cpu.machine_checks", sum);
        else if (label.SequenceEqual("TLB"u8)) into.Add("system.cpu.tlb_shootdowns", sum);
        else if (label.SequenceEqual("CAL"u8)) into.Add("system.cpu.function_calls", sum);
    }

    private static ReadOnlySpan<byte> LastField(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t"u8);
        return line[(line.LastIndexOfAny((byte)' ', (byte)'\t') + 1)..];
    }

    /// <summary>Since the last sample, or since boot at the first one; no reading where devices raised none.</summary>
    private void AddShare(SnapshotBuilder into)
    {
        ulong sum = 0, most = 0;
        for (var cpu = 0; cpu < _devices.Length; cpu++)
        {
            var more = _devices[cpu] > _before[cpu] ? _devices[cpu] - _before[cpu] : 0;
            sum += more;
            most = Math.Max(most, more);
        }
        if (sum > 0) into.Add("system.cpu.interrupts.busiest_share", (double)most / sum);
    }
}
