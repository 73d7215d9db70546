using System.Text;
using Kernward.Machine;

namespace Kernward.Torture.Faults;

/// <summary>
/// One look at a file or one write to it; <paramref name="Number"/> counts those of its kind on this file, <paramref name="Total"/> all
/// there are, each from 1.
/// </summary>
internal sealed record Touch(string Path, bool IsWrite, int Number, int Total);

/// <summary>Files in memory, into whose every read and write a fault can come.</summary>
internal sealed class FaultKernel : Host, IHostWriter
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, bool), int> _touches = [];

    /// <summary>Before a read or a write; may throw <see cref="IOException"/> in a write.</summary>
    public Action<Touch> Before { get; set; } = _ => { };

    /// <summary>After a write.</summary>
    public Action<Touch> After { get; set; } = _ => { };

    /// <summary>What the kernel makes of what is written to a file.</summary>
    public Func<string, string, string> Makes { get; set; } = (_, written) => written;

    public int Writes { get; private set; }

    /// <summary>How many touches there were.</summary>
    public int Touches { get; private set; }

    /// <summary>All files as they are; where it is set, all is counted anew from there.</summary>
    public IReadOnlyDictionary<string, string> Files
    {
        get => new SortedDictionary<string, string>(_files, StringComparer.Ordinal);
        set
        {
            _files.Clear();
            foreach (var (path, content) in value) _files[path] = content;
            CountAnew();
        }
    }

    public override string Name => "fault";

    public override bool IsLive => false;

    public override TimeSpan Uptime => TimeSpan.Zero;

    public override DateTimeOffset Time => DateTimeOffset.UnixEpoch;

    public string? this[string path]
    {
        get => _files.GetValueOrDefault(path);
        set
        {
            if (value is null) _files.Remove(path);
            else _files[path] = value;
        }
    }

    /// <summary>Files that were written and not looked at since.</summary>
    public HashSet<string> Unseen { get; } = [];

    /// <summary>How often a file was looked at.</summary>
    public int Looks(string path) => _touches.GetValueOrDefault((path, false));

    public void CountAnew()
    {
        _touches.Clear();
        Unseen.Clear();
        Writes = Touches = 0;
    }

    /// <summary>No fault from now on.</summary>
    public void Calm() => (Before, After, Makes) = (_ => { }, _ => { }, (_, written) => written);

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        Before(Count(path, false));
        Unseen.Remove(path);
        var found = _files.TryGetValue(path, out var text);
        content = found ? Encoding.Latin1.GetBytes(text!) : default;
        return found;
    }

    public override IReadOnlyList<string> List(string directory) =>
    [
        .. _files.Keys.Where(path => path.StartsWith(directory + "/", StringComparison.Ordinal))
            .Select(path => path[(directory.Length + 1)..].Split('/')[0]).Distinct(),
    ];

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel) => Task.CompletedTask;

    public void Write(string path, ReadOnlySpan<byte> value)
    {
        var written = Encoding.Latin1.GetString(value);
        var touch = Count(path, true);
        Writes++;
        Before(touch);
        if (!_files.ContainsKey(path)) throw Errors.Of(path, "ENOENT");
        _files[path] = Makes(path, written);
        Unseen.Add(path);
        After(touch);
    }

    private Touch Count(string path, bool isWrite) =>
        new(path, isWrite, _touches[(path, isWrite)] = _touches.GetValueOrDefault((path, isWrite)) + 1, ++Touches);
}
