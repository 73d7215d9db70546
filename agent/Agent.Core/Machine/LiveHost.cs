using System.Runtime.InteropServices;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// The running machine, or a tree shaped like one. Besides files it answers what the kernel has no plain file for:
/// <c>cmd/listeners.txt</c>, <c>cmd/statfs.txt</c>, <c>cmd/kernel-log.txt</c>, <c>cmd/clock.txt</c>, <c>cmd/deleted-files.txt</c>,
/// <c>cmd/device-users.txt</c>, <c>cmd/nvrm.txt</c>, and what its <see cref="Instruments"/> are named; below another root than
/// <c>/</c> these are plain files of that tree.
/// </summary>
public sealed class LiveHost(TimeProvider clock, string root = "/", KernelLog? log = null) : Host
{
    /// <summary>Larger files are treated as unreadable: nothing that a sensor reads comes near.</summary>
    public const int MaxFileSize = 16 << 20;

    private const int ForReading = Libc.ReadOnly | Libc.CloseOnExec | Libc.NonBlocking | Libc.NoTerminal;

    private readonly byte[] _root = Encoding.UTF8.GetBytes(root.EndsWith('/') ? root : root + "/");
    private readonly DirectoryReader _directories = new();
    private byte[] _path = new byte[512];
    private byte[] _buffer = new byte[64 << 10];
    private KernelLog? _log = log;
    private HeldFiles? _held;

    /// <summary>
    /// Whether a <see cref="HostFile"/> is held open between readings: by default on the running machine alone, as a file of another
    /// tree may be put in place by a rename, and the one that is held is the old one then.
    /// </summary>
    public bool HoldsFiles { get; init; } = root == "/";

    /// <summary>Interfaces of vendors, by the path under which they are read (<c>cmd/nvml.txt</c>); an empty answer is an absent file.</summary>
    public IReadOnlyDictionary<string, Func<byte[]>> Instruments { get; init; } = new Dictionary<string, Func<byte[]>>();

    public override string Name => "live";

    public override bool IsLive => true;

    public override TimeSpan Uptime => clock.GetElapsedTime(0);

    public override DateTimeOffset Time => clock.GetUtcNow();

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel) => Task.Delay(duration, clock, cancel);

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        HostPath.ThrowIfEscaping(path);
        if (_root.Length == 1 && path.StartsWith("cmd/", StringComparison.Ordinal)) return TryAsk(path, out content);
        content = default;
        var file = Open(path, ForReading);
        if (file < 0) return false;
        try
        {
            var length = ReadAll(file);
            if (length < 0) return false;
            content = _buffer.AsSpan(0, length);
            return true;
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    public override bool TryRead(HostFile file, out ReadOnlySpan<byte> content)
    {
        if (!HoldsFiles) return TryRead(file.Path, out content);
        if (file.Held is not null)
        {
            if (TryReadHeld(file, out content)) return true;
            // What it told of is gone; there may be another of that name.
            Release(file);
        }
        _held ??= new HeldFiles();
        if (!_held.HasRoom) return TryRead(file.Path, out content);
        HostPath.ThrowIfEscaping(file.Path);
        content = default;
        var opened = Open(file.Path, ForReading);
        if (opened < 0) return false;
        _held.Hold(file, opened);
        if (TryReadHeld(file, out content)) return true;
        Release(file);
        return false;
    }

    public override void Release(HostFile file) => _held?.Release(file);

    private bool TryReadHeld(HostFile file, out ReadOnlySpan<byte> content)
    {
        var length = HeldFiles.Read(file.Held!, ref _buffer);
        content = _buffer.AsSpan(0, Math.Max(0, length));
        return length >= 0;
    }

    public override IReadOnlyList<string> List(string directory)
    {
        HostPath.ThrowIfEscaping(directory);
        var file = Open(directory, Libc.ReadOnly | Libc.CloseOnExec | Libc.DirectoryOnly);
        if (file < 0) return [];
        try
        {
            return _directories.Read(file);
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    public override string Identity(string directory)
    {
        HostPath.ThrowIfEscaping(directory);
        var file = Open(directory, Libc.PathOnly | Libc.CloseOnExec | Libc.DirectoryOnly);
        if (file < 0) return "";
        try
        {
            return FileNumber.OfObject(file);
        }
        finally
        {
            _ = Libc.Close(file);
        }
    }

    public override DateTimeOffset? ModifiedAt(string path)
    {
        HostPath.ThrowIfEscaping(path);
        var time = File.GetLastWriteTimeUtc(Path.Combine(root, path));
        // What is not there was last written in 1601.
        return time.Year > 1601 ? new DateTimeOffset(time, TimeSpan.Zero) : null;
    }

    private bool TryAsk(string path, out ReadOnlySpan<byte> content)
    {
        content = path switch
        {
            "cmd/listeners.txt" => ListenerTable.Read(),
            "cmd/statfs.txt" => TryRead("proc/self/mounts", out var mounts) ? MountTable.Read(mounts) : default,
            "cmd/kernel-log.txt" => (_log ??= KernelLog.Open()).Read(),
            "cmd/clock.txt" => ClockStatus.Read(),
            "cmd/deleted-files.txt" => DeletedFiles.Read(this),
            "cmd/device-users.txt" => DeviceUsers.Read(this),
            "cmd/nvrm.txt" => GpuErrorLog.Read(),
            _ => Instruments.TryGetValue(path, out var instrument) ? instrument() : default,
        };
        return !content.IsEmpty;
    }

    private unsafe int Open(string path, int flags)
    {
        var needed = _root.Length + Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        if (_path.Length < needed) _path = new byte[needed * 2];
        _root.CopyTo(_path, 0);
        var end = _root.Length + Encoding.UTF8.GetBytes(path, _path.AsSpan(_root.Length));
        _path[end] = 0;
        fixed (byte* start = _path)
        {
            int file;
            do file = Libc.Open(start, flags);
            while (file < 0 && Marshal.GetLastPInvokeError() == Errno.Eintr);
            return file;
        }
    }

    /// <summary>Reads to the end: a short read says nothing on procfs, only zero does. Negative where it fails or never ends.</summary>
    private unsafe int ReadAll(int file)
    {
        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                if (length >= MaxFileSize) return -1;
                Array.Resize(ref _buffer, length * 2);
            }
            nint got;
            fixed (byte* start = _buffer) got = Libc.Read(file, start + length, _buffer.Length - length);
            if (got == 0) return length;
            if (got > 0) length += (int)got;
            else if (Marshal.GetLastPInvokeError() != Errno.Eintr) return -1;
        }
    }
}
