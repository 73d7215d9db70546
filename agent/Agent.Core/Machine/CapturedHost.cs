namespace Kernward.Machine;

/// <summary>
/// A recorded host, held in memory. Time stands still but for <see cref="WaitAsync"/>, which moves to the frame nearest to
/// the time asked for, at once; on the last frame it stays, and so do its clocks: no rate is made up from waiting.
/// </summary>
public sealed class CapturedHost : Host
{
    private readonly IReadOnlyList<CaptureDelta> _deltas;
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private Dictionary<string, IReadOnlyList<string>> _listings = [];
    private Dictionary<string, HashSet<string>>? _tree;
    private TimeSpan _position;

    private CapturedHost(string name, CaptureMeta meta, IReadOnlyList<CaptureDelta> deltas)
    {
        Name = name;
        Meta = meta;
        _deltas = deltas;
        _position = meta.Times[0];
        Frame = -1;
        MoveTo(0);
    }

    public CaptureMeta Meta { get; }

    /// <summary>Number of the frame that is seen now, from 0.</summary>
    public int Frame { get; private set; }

    public override string Name { get; }

    public override bool IsLive => false;

    public override TimeSpan Uptime => Meta.Times[Frame];

    public override DateTimeOffset Time => Meta.Start + Meta.Times[Frame];

    /// <summary>Reads a capture file; its name becomes the host's.</summary>
    /// <exception cref="CaptureException">It is not there, or not an intact capture.</exception>
    public static CapturedHost Open(string path)
    {
        using var file = OpenFile(path);
        return Read(file, Path.GetFileName(path));
    }

    /// <summary>Only opens it: what is in it may come from anyone, and is better read with fewer rights than opening it may take.</summary>
    /// <exception cref="CaptureException">It is not there, or may not be read.</exception>
    public static FileStream OpenFile(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CaptureException($"The capture cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a capture from a stream.</summary>
    /// <exception cref="CaptureException">It is not an intact capture.</exception>
    public static CapturedHost Read(Stream stream, string name)
    {
        try
        {
            var (meta, deltas) = CaptureReader.Read(stream);
            return new CapturedHost(name, meta, deltas);
        }
        catch (IOException e)
        {
            throw new CaptureException($"The capture cannot be read: {e.Message}", e);
        }
    }

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        HostPath.ThrowIfEscaping(path);
        var found = _files.TryGetValue(path, out var bytes);
        content = bytes;
        return found;
    }

    /// <summary>As recorded; of a directory that was not listed while recording, what the recorded paths tell.</summary>
    public override IReadOnlyList<string> List(string directory)
    {
        HostPath.ThrowIfEscaping(directory);
        if (_listings.TryGetValue(directory, out var names)) return names;
        return (_tree ??= BuildTree()).TryGetValue(directory, out var entries) ? [.. entries] : [];
    }

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _position += duration;
        var target = Frame;
        while (target + 1 < Meta.Frames && IsNearer(target + 1, target)) target++;
        MoveTo(target);
        return Task.CompletedTask;
    }

    private bool IsNearer(int one, int other) =>
        (Meta.Times[one] - _position).Duration() <= (Meta.Times[other] - _position).Duration();

    private void MoveTo(int frame)
    {
        if (frame == Frame) return;
        while (Frame < frame) _deltas[++Frame].Apply(_files);
        _listings = _files.TryGetValue(Listings.Path, out var text) ? Listings.Parse(text) : [];
        _tree = null;
    }

    private Dictionary<string, HashSet<string>> BuildTree()
    {
        var tree = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var path in _files.Keys)
        {
            var child = path;
            for (var slash = child.LastIndexOf('/'); slash > 0; slash = child.LastIndexOf('/'))
            {
                var parent = child[..slash];
                if (!tree.TryGetValue(parent, out var names)) tree[parent] = names = new HashSet<string>(StringComparer.Ordinal);
                if (!names.Add(child[(slash + 1)..])) break;
                child = parent;
            }
        }
        return tree;
    }
}
