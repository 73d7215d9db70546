namespace Kernward.Plugins.Sensors;

/// <summary>The fields of /proc/PID/stat that are of use. Source: proc_pid_stat(5).</summary>
internal readonly ref struct ProcessStat
{
    private const ulong KernelThread = 0x00200000;

    private ProcessStat(ReadOnlySpan<byte> name, ReadOnlySpan<byte> state) 
    {
        Name = name;
        State = (char)state[0];
    }

    /// <summary>Up to 15 bytes that the process chose itself.</summary>
    public ReadOnlySpan<byte> Name { get; }

    public char State { get; }

    public int ParentPid { get; private init; }

    public bool IsKernelThread { get; private init; }

    public ulong MajorFaults { get; private init; }

    /// <summary>User and system time, in ticks.</summary>
    public double CpuTicks { get; private init; }

    public long Nice { get; private init; }

    public ulong Threads { get; private init; }

    public long StartTicks { get; private init; }

    public ulong ResidentPages { get; private init; }

    /// <summary>0 for a process without real-time scheduling.</summary>
    public ulong RealTimePriority { get; private init; }

    /// <summary>The name is in parentheses and may hold any, so the last one ends it.</summary>
    public static ProcessStat Parse(ReadOnlySpan<byte> content)
    {
        var (open, close) = (content.IndexOf((byte)'('), content.LastIndexOf((byte)')'));
        if (open < 0 || close < open) throw new FormatException("A process has no name.");
        var fields = new Fields(SmallFiles.FirstLine(content[(close + 1)..]));
        var state = fields.Text();
        var parent = Fields.ParseSigned(fields.Text());
        fields.Skip(4);
        var flags = fields.Number();
        fields.Skip(2);
        var faults = fields.Number();
        fields.Skip(1);
        double user = fields.Number(), system = fields.Number();
        fields.Skip(3);
        var nice = Fields.ParseSigned(fields.Text());
        var threads = fields.Number();
        fields.Skip(1);
        var start = fields.Number();
        fields.Skip(1);
        var resident = fields.Number();
        fields.Skip(15);
        return new ProcessStat(content[(open + 1)..close], state)
        {
            ParentPid = checked((int)parent), IsKernelThread = (flags & KernelThread) != 0, MajorFaults = faults,
            CpuTicks = user + system, Nice = nice, Threads = threads, StartTicks = checked((long)start), ResidentPages = resident,
            RealTimePriority = fields.NumberOrZero(),
        };
    }
}
