using System.Text;
using Kernward.BootFiles;
using Kernward.Machine;

namespace Kernward.Tests.Support;

/// <summary>
/// Files in memory that answer writes as a kernel does: words in brackets, rounding, refusals, files that change along with
/// others. By default a file takes what is written.
/// </summary>
public sealed class FakeKernel : Host, IHostWriter, IBootFileWriter
{
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<string, string>> _kernels = [];

    public FakeKernel() =>
        _files = new(StringComparer.Ordinal)
        {
            ["proc/sys/kernel/hostname"] = "here\n", ["proc/sys/kernel/random/boot_id"] = "boot-1\n", ["proc/sys/kernel/osrelease"] = "6.1\n",
        };

    /// <summary>Called before every write with its number from 1; may throw.</summary>
    public Action<int, string> OnWrite { get; set; } = (_, _) => { };

    /// <summary>Called when the files of the writes that follow are announced.</summary>
    public Action OnConfine { get; set; } = () => { };

    /// <summary>How often the directory of a prefix was made anew.</summary>
    private readonly Dictionary<string, int> _made = [];

    public List<string> Writes { get; } = [];

    public override string Name => "fake";

    public override bool IsLive => false;

    public override TimeSpan Uptime => TimeSpan.Zero;

    public override DateTimeOffset Time => DateTimeOffset.UnixEpoch;

    public string this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    public FakeKernel With(string path, string content)
    {
        _files[path] = content;
        return this;
    }

    /// <summary>What the file holds after a text was written to it; throws <see cref="IOException"/> to refuse.</summary>
    public FakeKernel Answers(string path, Func<string, string> kernel)
    {
        _kernels[path] = kernel;
        return this;
    }

    /// <summary>A file that marks its choice with brackets.</summary>
    public FakeKernel WithChoice(string path, string content) => With(path, content).Answers(path, text =>
    {
        var words = this[path].Replace("[", "").Replace("]", "").TrimEnd('\n').Split(' ');
        if (!words.Contains(text.Trim())) throw new IOException($"{path}: write failed with EINVAL");
        return string.Join(' ', words.Select(word => word == text.Trim() ? $"[{word}]" : word)) + "\n";
    });

    public void Remove(string path) => _files.Remove(path);

    /// <summary>Whatever these directories belong to was removed, and something new has its name, with what files there are.</summary>
    public void MakeAnew(string part) => _made[part] = _made.GetValueOrDefault(part) + 1;

    public override string Identity(string directory) =>
        $"{directory.Length}{string.Concat(_made.Where(made => directory.Contains(made.Key, StringComparison.Ordinal)).Select(made => $"+{made.Value}"))}";

    public string Confine(IReadOnlyCollection<string> paths, bool givesBack)
    {
        OnConfine();
        return "";
    }

    public IReadOnlyDictionary<string, string> Snapshot() => new Dictionary<string, string>(_files);

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        var found = _files.TryGetValue(path, out var text);
        content = found ? Encoding.Latin1.GetBytes(text!) : default;
        return found;
    }

    public override IReadOnlyList<string> List(string directory) =>
        [.. _files.Keys.Where(path => path.StartsWith(directory + "/", StringComparison.Ordinal))
            .Select(path => path[(directory.Length + 1)..].Split('/')[0]).Distinct()];

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel) => Task.CompletedTask;

    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        OnWrite(Writes.Count + 1, path);
        var text = Encoding.Latin1.GetString(content);
        Writes.Add(string.IsNullOrWhiteSpace(text) ? $"{path} removed" : path);
        if (string.IsNullOrWhiteSpace(text)) _files.Remove(path);
        else _files[path] = text;
    }

    public void Sweep()
    {
    }

    public void Write(string path, ReadOnlySpan<byte> value)
    {
        var text = Encoding.Latin1.GetString(value);
        OnWrite(Writes.Count + 1, path);
        Writes.Add($"{path}={text.TrimEnd('\n')}");
        if (!_files.ContainsKey(path)) throw new IOException($"{path}: open failed with ENOENT");
        _files[path] = _kernels.TryGetValue(path, out var kernel) ? kernel(text) : text;
    }
}
