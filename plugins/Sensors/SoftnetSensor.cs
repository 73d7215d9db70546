using System.Globalization;
using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Packet processing of each CPU, in hexadecimal columns. Source: softnet_seq_show of the kernel.</summary>
internal sealed class SoftnetSensor : ISensor
{
    private readonly List<string> _subjects = [];

    public string Name => "softnet";

    public void Sample(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead("proc/net/softnet_stat", out var content)) return;
        Row sum = default;
        var lines = new Lines(content);
        for (var row = 0; lines.Next(out var line); row++)
        {
            var one = Row.Parse(line, row);
            var subject = Subject(one.Cpu);
            into.Add("cpu.softnet.processed", one.Processed, subject);
            into.Add("cpu.softnet.dropped", one.Dropped, subject);
            into.Add("cpu.softnet.time_squeeze", one.Squeezed, subject);
            sum = sum.Plus(one);
        }
        into.Add("network.softnet.processed", sum.Processed);
        into.Add("network.softnet.dropped", sum.Dropped);
        into.Add("network.softnet.time_squeeze", sum.Squeezed);
        into.Add("network.softnet.received_rps", sum.Steered);
        into.Add("network.softnet.flow_limited", sum.Limited);
    }

    private string Subject(ulong cpu)
    {
        if (cpu > 65535) throw new FormatException("A CPU has an absurd number.");
        while ((ulong)_subjects.Count <= cpu) _subjects.Add("cpu" + _subjects.Count.ToString(CultureInfo.InvariantCulture));
        return _subjects[(int)cpu];
    }

    private readonly record struct Row(ulong Cpu, double Processed, double Dropped, double Squeezed, double Steered, double Limited)
    {
        /// <summary>The CPU's number is column 12 since 5.10; before, rows are CPUs in order.</summary>
        public static Row Parse(ReadOnlySpan<byte> line, int row)
        {
            Span<ulong> column = stackalloc ulong[13];
            var fields = new Fields(line);
            var count = 0;
            while (count < column.Length && fields.Next(out var field)) column[count++] = Fields.ParseHex(field);
            if (count < 3) throw new FormatException("A row of softnet_stat is too short.");
            return new Row(count > 12 ? column[12] : (ulong)row, column[0], column[1], column[2], column[9], column[10]);
        }

        public Row Plus(Row other) => new(0, Processed + other.Processed, Dropped + other.Dropped, Squeezed + other.Squeezed,
            Steered + other.Steered, Limited + other.Limited);
    }
}
