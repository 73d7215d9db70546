namespace Kernward.Machine;

/// <summary>
/// A recorded incident that answers to what is done: written values are seen by later reads, and time goes on in the recording
/// of the mended host for as long as the scenario calls this host mended. Nothing real is changed.
/// </summary>
public sealed class BranchingHost : Host, IHostWriter
{
    private readonly CapturedHost _incident;
    private readonly Func<CapturedHost> _openMended;
    private readonly Func<Host, bool> _asksMended;
    private readonly Dictionary<string, byte[]> _written = new(StringComparer.Ordinal);
    private CapturedHost _now;
    private CapturedHost? _mended;
    private TimeSpan _shift;

    /// <summary>Both recordings are whole captures; <paramref name="mended"/> is opened when first needed.</summary>
    public BranchingHost(CapturedHost incident, Func<CapturedHost> mended, Func<Host, bool> isMended) =>
        (_incident, _now, _openMended, _asksMended) = (incident, incident, mended, isMended);

    public override string Name => _incident.Name;

    public override bool IsLive => false;

    public override TimeSpan Uptime => _now.Uptime + _shift;

    public override DateTimeOffset Time => _incident.Meta.Start + Uptime - _incident.Meta.Times[0];

    /// <summary>True while the scenario calls this host mended; from the next wait on, time goes on in that recording.</summary>
    public bool IsMended => _asksMended(this);

    /// <summary>Time between two frames of the recording in use.</summary>
    public TimeSpan Interval => _now.Meta.Interval;

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        if (!_written.TryGetValue(path, out var written)) return _now.TryRead(path, out content);
        content = written;
        return true;
    }

    public override IReadOnlyList<string> List(string directory) => _now.List(directory);

    /// <summary>
    /// What was written takes effect as time passes, not at once: between the steps of a plan the host is as it was, but for the
    /// values written so far.
    /// </summary>
    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel)
    {
        var at = Uptime;
        _now = IsMended ? _mended ??= _openMended() : _incident;
        _shift = at - _now.Uptime;
        return _now.WaitAsync(duration, cancel);
    }

    /// <exception cref="IOException">The recorded host has no such file.</exception>
    public void Write(string path, ReadOnlySpan<byte> value)
    {
        if (!TryRead(path, out var before)) throw new IOException($"{path}: the recorded host has no such file (ENOENT)");
        var newline = before.EndsWith("\n"u8) && !value.EndsWith("\n"u8);
        _written[path] = newline ? [.. value, (byte)'\n'] : value.ToArray();
    }
}
