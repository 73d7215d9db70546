namespace Kernward.Machine;

/// <summary>
/// The machine through one door: every file that Kernward reads under <c>/proc</c>, <c>/sys</c> or <c>/etc</c> is read here,
/// by a path relative to the root (<c>proc/stat</c>), so that a live and a captured machine look the same to all above.
/// Not thread-safe: one reader owns a host.
/// </summary>
public abstract class Host
{
    /// <summary><c>live</c>, or the name of the capture.</summary>
    public abstract string Name { get; }

    /// <summary>True where a write can change a real machine.</summary>
    public abstract bool IsLive { get; }

    /// <summary>Monotonic time of this host: the clock's for a live one, the frame's for a captured one.</summary>
    public abstract TimeSpan Uptime { get; }

    /// <summary>Wall-clock time of this host (UTC): now, or when the frame was recorded.</summary>
    public abstract DateTimeOffset Time { get; }

    /// <summary>
    /// Reads a whole file. False where it is absent or unreadable: absent is absent, never empty or zero.
    /// The bytes are valid until the next call on this host.
    /// </summary>
    public abstract bool TryRead(string path, out ReadOnlySpan<byte> content);

    /// <summary>As <see cref="TryRead(string, out ReadOnlySpan{byte})"/>, of a file that is read again and again.</summary>
    public virtual bool TryRead(HostFile file, out ReadOnlySpan<byte> content) => TryRead(file.Path, out content);

    /// <summary>Says that a file is not read at each observation any more. It may be read later all the same.</summary>
    public virtual void Release(HostFile file) { }

    /// <summary>Names (not paths) of the entries of a directory, in no particular order; empty where there is none.</summary>
    public abstract IReadOnlyList<string> List(string directory);

    /// <summary>
    /// What tells a directory from a later one of the same name within one boot: file systems in which the kernel shows its objects
    /// (control groups, devices) number each directory and never use a number twice. Empty where there is no such number.
    /// </summary>
    public virtual string Identity(string directory) => "";

    /// <summary>When a file, or a link itself, was last written; null where it is absent or this host does not know.</summary>
    public virtual DateTimeOffset? ModifiedAt(string path) => null;

    /// <summary>Lets time pass: a live host waits, a captured one moves to the frame at that time (and stays on its last).</summary>
    public abstract Task WaitAsync(TimeSpan duration, CancellationToken cancel);

    /// <summary>Reads a small text file and trims its end; null where it is absent.</summary>
    public string? ReadText(string path) =>
        TryRead(path, out var content) ? System.Text.Encoding.UTF8.GetString(content).TrimEnd('\n', ' ', '\0') : null;
}
