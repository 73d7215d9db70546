using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.Machine;

/// <summary>A capture may come from anyone: it is read whole, or refused with one sentence.</summary>
public sealed class BrokenCaptureTests
{
    private const string Meta = """{"schema":"kernward-capture/1","frames":1}""";

    [Fact]
    public void Is_refused_when_cut_short_at_any_byte()
    {
        var whole = CaptureTests.Write([("proc/a", "1"), ("proc/b", new string('x', 3000))], [("proc/a", "2")]);
        for (var length = 0; length < whole.Length; length++) AssertRefused(whole[..length]);
    }

    [Theory]
    [InlineData("idle")]
    [InlineData("busy-group")]
    public void Is_refused_when_a_recorded_one_is_cut_short(string name)
    {
        var whole = File.ReadAllBytes(Fixtures.Capture(name));
        for (var length = 0; length < whole.Length; length += 257) AssertRefused(whole[..length]);
        AssertRefused(whole[..^1]);
    }

    [Fact]
    public void Never_crashes_on_a_flipped_bit()
    {
        var whole = CaptureTests.Write([("proc/a", "1"), ("proc/b", "some text")], [("proc/a", "2")]);
        for (var i = 0; i < whole.Length * 8; i++)
        {
            var broken = (byte[])whole.Clone();
            broken[i / 8] ^= (byte)(1 << (i % 8));
            try
            {
                // A bit of the gzip header (a name, a time) may flip without harm; then the content is whole.
                Assert.Equal("1", CaptureTests.Read(broken).ReadText("proc/a"));
            }
            catch (CaptureException)
            {
                continue;
            }
        }
    }

    [Theory]
    [InlineData("not a gzip at all, but long enough to be one")]
    [InlineData("")]
    public void Is_refused_when_it_is_something_else(string text) => AssertRefused(Encoding.ASCII.GetBytes(text));

    [Fact]
    public void Is_refused_when_it_is_a_gzip_of_no_tar() => AssertRefused(Zip(Encoding.ASCII.GetBytes(new string('y', 5000))));

    [Theory]
    [InlineData("""{"schema":"kernward-capture/9","frames":1}""")]
    [InlineData("""{"frames":1}""")]
    [InlineData("""{"schema":"kernward-capture/1","frames":0}""")]
    [InlineData("""{"schema":"kernward-capture/1","frames":99999999}""")]
    [InlineData("""{"schema":"kernward-capture/1","frames":"two"}""")]
    [InlineData("""{"schema":"kernward-capture/1","frames":1,"times_s":[0,1]}""")]
    [InlineData("""{"schema":"kernward-capture/1","frames":1,"times_s":[1e300]}""")]
    [InlineData("""{"schema":"kernward-capture/1","frames":2,"times_s":[1,1]}""")]
    [InlineData("""{"schema":"kernward-capture/1","frames":1,"start":"yesterday"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    public void Is_refused_with_another_meta(string meta) => AssertRefused(Tar(("meta.json", meta), ("frames/0000/proc/a", "1")));

    [Fact]
    public void Is_refused_without_meta_or_without_a_first_frame()
    {
        AssertRefused(Tar(("frames/0000/proc/a", "1")));
        AssertRefused(Tar(("meta.json", Meta)));
        AssertRefused(Tar(("meta.json", Meta), ("frames/0001/proc/a", "1")));
        AssertRefused(Tar(("meta.json", Meta), ("meta.json", Meta), ("frames/0000/proc/a", "1")));
    }

    [Theory]
    [InlineData("frames/0000/../../etc/passwd")]
    [InlineData("frames/0000/proc/../../x")]
    [InlineData("/frames/0000/proc/a")]
    [InlineData("frames/0000//proc/a")]
    [InlineData("frames/0000/home/a")]
    [InlineData("frames/00x0/proc/a")]
    [InlineData("frames/-001/proc/a")]
    [InlineData("frames/0000")]
    [InlineData("elsewhere/0000/proc/a")]
    public void Is_refused_with_a_file_outside_of_its_frames(string path) =>
        AssertRefused(Tar(("meta.json", Meta), ("frames/0000/proc/a", "1"), (path, "x")));

    [Fact]
    public void Is_refused_with_one_file_twice() =>
        AssertRefused(Tar(("meta.json", Meta), ("frames/0000/proc/a", "1"), ("frames/0000/proc/a", "2")));

    [Fact]
    public void Is_refused_with_a_link_inside()
    {
        using var plain = new MemoryStream();
        using (var tar = new TarWriter(plain, TarEntryFormat.Pax, leaveOpen: true))
        {
            CaptureTests.AddTo(tar, "meta.json", Meta);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "frames/0000/proc/a") { LinkName = "/etc/passwd" });
        }
        AssertRefused(Zip(plain.ToArray()));
    }

    [Fact]
    public void Is_refused_when_one_file_is_a_bomb()
    {
        var zeros = new string('\0', LiveHost.MaxFileSize + 1);
        AssertRefused(Tar(("meta.json", Meta), ("frames/0000/proc/a", zeros)));
    }

    [Fact]
    public void Is_refused_when_it_unpacks_without_end()
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var chunk = new byte[1 << 20];
            for (var i = 0; i < 520; i++) zip.Write(chunk);
        }
        AssertRefused(packed.ToArray());
    }

    [Fact]
    public void Says_which_file_is_not_there() =>
        Assert.Contains("nowhere", Assert.Throws<CaptureException>(() => CapturedHost.Open("/nowhere/x.tar.gz")).Message);

    private static void AssertRefused(byte[] bytes)
    {
        var error = Assert.Throws<CaptureException>(() => CaptureTests.Read(bytes));
        Assert.EndsWith(".", error.Message);
    }

    private static byte[] Tar(params (string Name, string Content)[] files)
    {
        using var plain = new MemoryStream();
        using (var tar = new TarWriter(plain, TarEntryFormat.Pax, leaveOpen: true))
            foreach (var (name, content) in files) CaptureTests.AddTo(tar, name, content);
        return Zip(plain.ToArray());
    }

    private static byte[] Zip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(content);
        return packed.ToArray();
    }
}
