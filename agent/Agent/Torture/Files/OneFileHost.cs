using Kernward.Machine;

namespace Kernward.Torture.Files;

/// <summary>Another host, one file of which has another content.</summary>
internal sealed class OneFileHost(Host inner, string file, byte[] instead) : Host
{
    private TimeSpan _passed;

    public override string Name => inner.Name;

    public override bool IsLive => false;

    public override TimeSpan Uptime => inner.Uptime + _passed;

    public override DateTimeOffset Time => inner.Time + _passed;

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        if (path != file) return inner.TryRead(path, out content);
        content = instead;
        return true;
    }

    public override IReadOnlyList<string> List(string directory) => inner.List(directory);

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel)
    {
        _passed += duration;
        return Task.CompletedTask;
    }
}
