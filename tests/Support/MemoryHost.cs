using System.Text;
using Kernward.Machine;

namespace Kernward.Tests.Support;

/// <summary>A host made of strings, whose time moves when it is told to wait.</summary>
internal sealed class MemoryHost(params (string Path, string Content)[] files) : Host
{
    private readonly Dictionary<string, byte[]> _files = files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Content));
    private TimeSpan _uptime;

    public override string Name => "memory";

    public override bool IsLive => false;

    public override TimeSpan Uptime => _uptime;

    public override DateTimeOffset Time => DateTimeOffset.UnixEpoch + _uptime;

    /// <summary>Paths in the order in which they were asked for.</summary>
    public List<string> Asked { get; } = [];

    public string this[string path]
    {
        set => _files[path] = Encoding.UTF8.GetBytes(value);
    }

    public void Remove(string path)
    {
        foreach (var file in _files.Keys.Where(file => file == path || file.StartsWith(path + "/", StringComparison.Ordinal)).ToList())
            _files.Remove(file);
    }

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        Asked.Add(path);
        var found = _files.TryGetValue(path, out var bytes);
        content = bytes;
        return found;
    }

    public override IReadOnlyList<string> List(string directory) => _files.Keys
        .Where(path => path.StartsWith(directory + "/", StringComparison.Ordinal))
        .Select(path => path[(directory.Length + 1)..].Split('/')[0]).Distinct().ToList();

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel)
    {
        _uptime += duration;
        return Task.CompletedTask;
    }
}
