namespace Kernward.Machine;

/// <summary>
/// Passes everything on to another host and remembers the raw bytes that were read, the directories that were listed and
/// what was absent. What was read once is held to be unchanged until it is read again or its directory no longer lists it.
/// </summary>
public sealed class RecordingHost(Host inner, bool withArguments = false) : Host
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _listings = new(StringComparer.Ordinal);
    private bool _listingsChanged = true;
    private (TimeSpan At, DateTimeOffset Time)? _now;

    public override string Name => inner.Name;

    public override bool IsLive => inner.IsLive;

    /// <summary>Stands still within a frame, as it will on a replay: what sensors decide by time, they decide alike.</summary>
    public override TimeSpan Uptime => Now.At;

    public override DateTimeOffset Time => Now.Time;

    private (TimeSpan At, DateTimeOffset Time) Now => _now ??= (inner.Uptime, inner.Time);

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel)
    {
        _now = null;
        return inner.WaitAsync(duration, cancel);
    }

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        if (!inner.TryRead(path, out content))
        {
            _files.Remove(path);
            return false;
        }
        if (HostPath.IsSafe(path) && !path.Contains('\n') && !CapturePrivacy.IsSecret(path))
            Remember(path, CapturePrivacy.Redact(path, content, withArguments));
        return true;
    }

    public override IReadOnlyList<string> List(string directory)
    {
        var names = inner.List(directory);
        if (!HostPath.IsSafe(directory)) return names;
        if (_listings.TryGetValue(directory, out var before))
        {
            if (before.SequenceEqual(names)) return names;
            foreach (var gone in before.Except(names)) Forget($"{directory}/{gone}");
        }
        _listingsChanged = true;
        _listings[directory] = [.. names];
        return names;
    }

    /// <summary>The state as recorded so far, as one frame; call it after each sample with the time that the sample carries.</summary>
    public CaptureFrame TakeFrame(TimeSpan at, DateTimeOffset time)
    {
        if (_listingsChanged) _files[Listings.Path] = Listings.Render(_listings);
        _listingsChanged = false;
        _now = null;
        return new CaptureFrame(at, time, new Dictionary<string, byte[]>(_files, StringComparer.Ordinal));
    }

    private void Remember(string path, ReadOnlySpan<byte> content)
    {
        if (!_files.TryGetValue(path, out var known) || !content.SequenceEqual(known)) _files[path] = content.ToArray();
    }

    private void Forget(string path)
    {
        var below = path + "/";
        _files.Remove(path);
        foreach (var file in _files.Keys.Where(file => file.StartsWith(below, StringComparison.Ordinal)).ToList()) _files.Remove(file);
        foreach (var directory in _listings.Keys.Where(key => key == path || key.StartsWith(below, StringComparison.Ordinal)).ToList())
            _listings.Remove(directory);
    }
}
