using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.Machine;

public sealed class CaptureTests
{
    [Fact]
    public async Task Replays_frames_as_recorded_with_what_went_away()
    {
        var host = Read(Write([("proc/a", "1"), ("proc/b", "x")], [("proc/a", "2"), ("proc/b", "x")], [("proc/a", "2")]));
        Assert.Equal("1", host.ReadText("proc/a"));
        await host.WaitAsync(TimeSpan.FromSeconds(1), default);
        Assert.Equal(("2", "x"), (host.ReadText("proc/a"), host.ReadText("proc/b")));
        await host.WaitAsync(TimeSpan.FromSeconds(1), default);
        Assert.Null(host.ReadText("proc/b"));
        Assert.Equal(TimeSpan.FromSeconds(2), host.Uptime);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(7), host.Time);
    }

    [Fact]
    public async Task Stays_on_its_last_frame_and_makes_up_no_time()
    {
        var host = Read(Write([("proc/a", "1")], [("proc/a", "2")]));
        await host.WaitAsync(TimeSpan.FromHours(1), default);
        await host.WaitAsync(TimeSpan.FromHours(1), default);
        Assert.Equal("2", host.ReadText("proc/a"));
        Assert.Equal(TimeSpan.FromSeconds(1), host.Uptime);
    }

    [Fact]
    public async Task Moves_to_the_nearest_frame_because_recording_is_never_on_the_second()
    {
        var writer = new CaptureWriter("6.1", "h", TimeSpan.FromSeconds(1));
        foreach (var at in (double[])[0, 1.2, 2.1]) writer.Add(Frame(at, ("proc/a", at.ToString())));
        var host = Read(Save(writer));
        await host.WaitAsync(TimeSpan.FromSeconds(1), default);
        Assert.Equal("1.2", host.ReadText("proc/a"));
        await host.WaitAsync(TimeSpan.FromSeconds(1), default);
        Assert.Equal(TimeSpan.FromSeconds(2.1), host.Uptime);
    }

    [Fact]
    public void Stores_only_what_changed()
    {
        using var stream = new MemoryStream(Write([("proc/a", "1"), ("proc/b", "x")], [("proc/a", "2"), ("proc/b", "x")]));
        Assert.Equal(["meta.json", "frames/0000/", "frames/0000/proc/a", "frames/0000/proc/b", "frames/0001/", "frames/0001/proc/a"],
            Entries(stream));
    }

    [Fact]
    public void Writes_the_same_bytes_for_the_same_frames() =>
        Assert.Equal(Write([("proc/a", "1"), ("proc/b", "2")]), Write([("proc/b", "2"), ("proc/a", "1")]));

    [Fact]
    public void Lists_directories_of_a_capture_made_by_hand()
    {
        var host = Read(Write([("proc/1/stat", "s"), ("proc/20/task/20/stat", "s"), ("proc/stat", "s")]));
        Assert.Equal(["1", "20", "stat"], host.List("proc").Order(StringComparer.Ordinal));
        Assert.Equal(["task"], host.List("proc/20"));
        Assert.Empty(host.List("sys"));
    }

    [Fact]
    public void Saves_atomically_and_leaves_nothing_where_it_fails()
    {
        using var directory = new TemporaryDirectory();
        var writer = new CaptureWriter("6.1", "h", TimeSpan.FromSeconds(1));
        writer.Add(Frame(0, ("proc/a", "1")));
        var path = Path.Combine(directory.Path, "c.tar.gz");
        writer.Save(path);
        Assert.Equal("1", CapturedHost.Open(path).ReadText("proc/a"));
        Directory.CreateDirectory(Path.Combine(directory.Path, "taken"));
        Assert.ThrowsAny<Exception>(() => writer.Save(Path.Combine(directory.Path, "taken")));
        Assert.Equal(["c.tar.gz", "taken"], Directory.GetFileSystemEntries(directory.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Refuses_a_frame_at_the_same_time_as_the_last()
    {
        var writer = new CaptureWriter("6.1", "h", TimeSpan.FromSeconds(1));
        writer.Add(Frame(3, ("proc/a", "1")));
        Assert.Throws<CaptureException>(() => writer.Add(Frame(3, ("proc/a", "2"))));
    }

    [Fact]
    public void Reads_a_capture_packed_by_another_tool()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(zip, TarEntryFormat.Pax))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "./"));
            AddTo(tar, "./frames/0000/sys/x", "1");
            AddTo(tar, "./meta.json", """{"schema":"kernward-capture/1","kernel":"6.1","host":"h","frames":3,"interval_s":0.5,"more":[1]}""");
        }
        packed.Position = 0;
        var host = CapturedHost.Read(packed, "by-hand");
        Assert.Equal("1", host.ReadText("sys/x"));
        Assert.Equal(TimeSpan.FromSeconds(1), host.Meta.Times[^1]);
    }

    internal static CaptureFrame Frame(double at, params (string Path, string Content)[] files) =>
        new(TimeSpan.FromSeconds(at), DateTimeOffset.UnixEpoch.AddSeconds(at + 5),
            files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Content)));

    internal static byte[] Write(params (string Path, string Content)[][] frames)
    {
        var writer = new CaptureWriter("6.1", "h", TimeSpan.FromSeconds(1));
        for (var i = 0; i < frames.Length; i++) writer.Add(Frame(i, frames[i]));
        return Save(writer);
    }

    internal static CapturedHost Read(byte[] bytes) => CapturedHost.Read(new MemoryStream(bytes), "test");

    private static byte[] Save(CaptureWriter writer)
    {
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }

    internal static void AddTo(TarWriter tar, string name, string content) => tar.WriteEntry(
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });

    private static List<string> Entries(Stream packed)
    {
        using var tar = new TarReader(new GZipStream(packed, CompressionMode.Decompress));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry) names.Add(entry.Name);
        return names;
    }
}
