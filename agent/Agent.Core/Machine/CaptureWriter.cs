using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// Collects frames and writes them as one capture. The same frames give the same bytes. Holds what changed between frames in
/// memory, up to what a reader would accept.
/// </summary>
public sealed class CaptureWriter(string kernel, string hostName, TimeSpan interval)
{
    private readonly List<CaptureDelta> _deltas = [];
    private readonly List<TimeSpan> _times = [];
    private IReadOnlyDictionary<string, byte[]> _last = new Dictionary<string, byte[]>();
    private (TimeSpan At, DateTimeOffset Time) _start;
    private long _size;

    public int Frames => _deltas.Count;

    /// <summary>As uname(1) says it.</summary>
    private static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x86_64",
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>Names the machine from what it says of itself.</summary>
    public static CaptureWriter For(Host host, TimeSpan interval) =>
        new(host.ReadText("proc/sys/kernel/osrelease") ?? "", host.ReadText("proc/sys/kernel/hostname") ?? "", interval);

    /// <exception cref="CaptureException">Where the capture grows over the limit, or time stands still.</exception>
    public void Add(CaptureFrame frame)
    {
        if (_deltas.Count == 0) _start = (frame.At, frame.Time);
        var at = frame.At - _start.At;
        if (_times.Count > 0 && at <= _times[^1]) throw new CaptureException("Two frames of a capture have the same time.");
        var delta = CaptureDelta.Between(_last, frame.Files);
        _size += delta.Changed.Sum(file => (long)file.Value.Length + file.Key.Length);
        if (_size > CaptureReader.MaxSize / 2) throw new CaptureException("The capture grows too large; record fewer frames.");
        _deltas.Add(delta);
        _times.Add(at);
        _last = frame.Files;
    }

    /// <summary>Writes to a temporary file beside the target and renames it, so that no half capture ever has the name.</summary>
    /// <exception cref="IOException">The target cannot be written.</exception>
    public void Save(string path)
    {
        if (Frames == 0) throw new CaptureException("A capture without a frame is none.");
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                WriteTo(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the archive; the stream stays open.</summary>
    public void WriteTo(Stream stream)
    {
        var meta = new CaptureMeta(kernel, Architecture, hostName, _start.Time, interval, _times);
        using var zip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        using var tar = new TarWriter(zip, TarEntryFormat.Gnu);
        WriteFile(tar, "meta.json", meta.ToJson());
        for (var i = 0; i < _deltas.Count; i++) WriteFrame(tar, $"frames/{i:D4}/", _deltas[i]);
    }

    private static void WriteFrame(TarWriter tar, string prefix, CaptureDelta delta)
    {
        tar.WriteEntry(Dated(new GnuTarEntry(TarEntryType.Directory, prefix)));
        foreach (var (path, content) in delta.Changed) WriteFile(tar, prefix + path, content);
        if (delta.Removed.Count > 0)
            WriteFile(tar, prefix + "removed.txt", Encoding.UTF8.GetBytes(string.Join('\n', delta.Removed) + "\n"));
    }

    private static void WriteFile(TarWriter tar, string name, byte[] content)
    {
        var entry = Dated(new GnuTarEntry(TarEntryType.RegularFile, name));
        entry.DataStream = new MemoryStream(content);
        tar.WriteEntry(entry);
    }

    private static GnuTarEntry Dated(GnuTarEntry entry)
    {
        entry.ModificationTime = entry.AccessTime = entry.ChangeTime = DateTimeOffset.UnixEpoch;
        return entry;
    }
}
