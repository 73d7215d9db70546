using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>
/// Writes through a child that can write the announced files alone. It takes the strongest sandbox that the host has, and none
/// below the minimum: a new value is not written then. Old values are given back even so, because a host between two states is
/// the greater harm, and that is said. Not thread-safe.
/// </summary>
public sealed class SandboxWriter(string root, SandboxProgram program, SandboxLevel minimum) : IHostWriter, IDisposable
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly LiveHostWriter _unconfined = new(root);
    private Sandbox? _sandbox;
    private OpenNamespace? _network;
    private bool _givesBack;

    /// <summary>How long one write may take; default 20 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Open files that every child gets: the host's lock, so that nobody settles what a dead worker left while a child of it may
    /// still be writing.
    /// </summary>
    internal IReadOnlyList<int> Shared { get; set; } = [];

    /// <summary>Told of every attempt to do more than a plan allows, before the write that shows it fails.</summary>
    internal Action<string> Violated { get; set; } = _ => { };

    /// <summary>The weakest level in which a new value is written.</summary>
    public SandboxLevel Minimum => minimum;

    /// <summary>Tries every level, strongest first.</summary>
    public IReadOnlyList<SandboxProbe> Probe() => [.. SandboxLevels.Strongest.Select(Probe)];

    private SandboxProbe Probe(SandboxLevel level)
    {
        try
        {
            using var sandbox = Sandbox.Start(level, new SandboxWorld(root, []), program, Patience);
            return new SandboxProbe(level.Word(), "");
        }
        catch (ConfinementException e)
        {
            return new SandboxProbe(level.Word(), e.Message);
        }
    }

    public string Confine(IReadOnlyCollection<string> paths, bool givesBack) => Confine(paths, givesBack, null);

    /// <summary>The same inside another network namespace, which the caller holds open until the last write.</summary>
    internal string Confine(IReadOnlyCollection<string> paths, bool givesBack, OpenNamespace? network)
    {
        _givesBack = givesBack;
        if (_sandbox is { IsUsable: true } running && _network == network && _files.IsSupersetOf(paths)) return running.Level.Word();
        End();
        _network = network;
        _sandbox = Strongest(new SandboxWorld(root, [.. paths]) { Shared = Shared, Network = network }, out var reasons);
        if (_sandbox is null && minimum > SandboxLevel.None && !givesBack)
            throw new ConfinementException($"no sandbox of level {minimum.Word()} or better is to be had here: {reasons}");
        _files.UnionWith(paths);
        return (_sandbox?.Level ?? SandboxLevel.None).Word();
    }

    public void Write(string path, ReadOnlySpan<byte> value)
    {
        try
        {
            if (!_files.Contains(path)) throw new ConfinementException($"{path} is not among the files of this plan") { IsViolation = true };
            WriteOrAgain(path, value);
        }
        catch (ConfinementException e) when (e.IsViolation)
        {
            Violated(e.Message);
            throw;
        }
    }

    /// <summary>
    /// Where the child has died, an old value is given back by another one: writing it twice does no harm. A new value that may or
    /// may not have been written is another matter: that write fails.
    /// </summary>
    private void WriteOrAgain(string path, ReadOnlySpan<byte> value)
    {
        try
        {
            WriteOnce(path, value);
        }
        catch (IOException e) when (_givesBack && _sandbox is { IsUsable: false } && e is not ConfinementException { IsViolation: true })
        {
            Confine([.. _files], givesBack: true, _network);
            WriteOnce(path, value);
        }
    }

    private void WriteOnce(string path, ReadOnlySpan<byte> value)
    {
        if (_sandbox is { } sandbox) sandbox.Write(path, value);
        else if (_network is { } network) WriteWithin(network, path, value.ToArray());
        else _unconfined.Write(path, value);
    }

    private void WriteWithin(OpenNamespace network, string path, byte[] value) => network.Within(() =>
    {
        _unconfined.Write(path, value);
        return true;
    });

    /// <summary>Ends the child; the next <see cref="Confine"/> starts another.</summary>
    public void Dispose() => End();

    private Sandbox? Strongest(SandboxWorld world, out string reasons)
    {
        var said = new List<string>();
        foreach (var level in SandboxLevels.Strongest.Where(level => level >= minimum))
        {
            try
            {
                reasons = "";
                return Sandbox.Start(level, world, program, Patience);
            }
            catch (ConfinementException e)
            {
                said.Add($"{level.Word()}: {e.Message}");
            }
        }
        reasons = string.Join("; ", said);
        return null;
    }

    private void End()
    {
        _sandbox?.Dispose();
        (_sandbox, _network) = (null, null);
        _files.Clear();
    }
}
