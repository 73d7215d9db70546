namespace Kernward.Machine;

/// <summary>One recorded instant as a host: what was not read or listed while it was recorded is absent.</summary>
public sealed class FrameHost(CaptureFrame frame, string name) : Host
{
    private readonly Dictionary<string, IReadOnlyList<string>> _listings =
        frame.Files.TryGetValue(Listings.Path, out var text) ? Listings.Parse(text) : [];

    public override string Name => name;

    public override bool IsLive => false;

    public override TimeSpan Uptime => frame.At;

    public override DateTimeOffset Time => frame.Time;

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        HostPath.ThrowIfEscaping(path);
        var found = frame.Files.TryGetValue(path, out var bytes);
        content = bytes;
        return found;
    }

    public override IReadOnlyList<string> List(string directory)
    {
        HostPath.ThrowIfEscaping(directory);
        return _listings.GetValueOrDefault(directory, []);
    }

    /// <summary>Time stands still.</summary>
    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel) => Task.CompletedTask;
}
