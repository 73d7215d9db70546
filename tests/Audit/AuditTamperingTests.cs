using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kernward.Audit;

namespace Kernward.Tests.Audit;

/// <summary>Whatever is done to a log is found, at the line where it was done.</summary>
public sealed class AuditTamperingTests : IDisposable
{
    private const int Entries = 40;
    private readonly AuditScene _scene = new AuditScene().Written(Entries);
    private readonly Random _random = new(20260301);

    public void Dispose() => _scene.Dispose();

    /// <summary>The first break, of a log that has been tampered with.</summary>
    private AuditBreak First(string what)
    {
        var report = _scene.Verify();
        Assert.True(report.Breaks.Count > 0, what);
        return report.Breaks[0];
    }

    [Fact]
    public void A_single_changed_byte_is_found_in_its_line()
    {
        var whole = _scene.Bytes;
        for (var round = 0; round < 2500; round++)
        {
            var at = round < whole.Length / 4 ? round * 4 : _random.Next(whole.Length);
            var bytes = (byte[])whole.Clone();
            bytes[at] ^= (byte)(1 << _random.Next(8));
            _scene.Bytes = bytes;
            var line = whole.AsSpan(0, at).Count((byte)'\n') + 1;
            var found = First($"byte {at}");
            Assert.True(found.Fault == AuditFault.Altered && found.At.Line == line && found.First == line, $"byte {at} of line {line}: {found}");
        }
    }

    [Fact]
    public void Removed_lines_are_found_and_named()
    {
        var lines = _scene.Lines;
        for (var round = 0; round < 400; round++)
        {
            var from = _random.Next(Entries - 1);
            var count = _random.Next(1, Entries - from);
            _scene.Lines = [.. lines[..from], .. lines[(from + count)..]];
            var found = First($"{count} lines from {from + 1}");
            Assert.Equal((AuditFault.Removed, from + 1L, (long)from + count, from + 1L), (found.Fault, found.First, found.Last, found.At.Line));
        }
    }

    [Fact]
    public void Lines_that_changed_places_are_found_at_the_first()
    {
        var lines = _scene.Lines;
        for (var round = 0; round < 400; round++)
        {
            var (a, b) = (_random.Next(Entries - 1), 0);
            do b = _random.Next(Entries); while (b <= a);
            var swapped = (string[])lines.Clone();
            (swapped[a], swapped[b]) = (swapped[b], swapped[a]);
            _scene.Lines = swapped;
            var found = First($"{a + 1} and {b + 1}");
            Assert.Equal((AuditFault.Reordered, a + 1L, b + 1L), (found.Fault, found.At.Line, found.First));
        }
    }

    [Fact]
    public void A_line_that_was_put_in_is_found()
    {
        var lines = _scene.Lines;
        for (var round = 0; round < 400; round++)
        {
            var at = _random.Next(Entries);
            _scene.Lines = [.. lines[..at], $"{{\"n\":{at + 1},\"event\":\"released\"}}", .. lines[at..]];
            Assert.Equal((AuditFault.Inserted, at + 1L), (First($"{at + 1}").Fault, First("").At.Line));
        }
    }

    [Fact]
    public void A_line_that_is_there_twice_is_found()
    {
        var lines = _scene.Lines;
        for (var round = 0; round < 400; round++)
        {
            var (from, to) = (_random.Next(Entries), _random.Next(Entries + 1));
            _scene.Lines = [.. lines[..to], lines[from], .. lines[to..]];
            var report = _scene.Verify();
            Assert.Contains(report.Breaks, found => found.Fault == AuditFault.Inserted && found.First == from + 1);
            // A copy just before its original stands where that belongs, and the original is the one too many.
            Assert.Equal(to == from ? to + 2L : to + 1L, report.Breaks[0].At.Line);
        }
    }

    [Fact]
    public void An_end_that_is_missing_is_found_by_the_anchor()
    {
        var whole = _scene.Bytes;
        for (var length = whole.Length - 2; length >= 0; length -= 3)
        {
            _scene.Bytes = whole[..length];
            var lines = whole.AsSpan(0, length).Count((byte)'\n');
            var found = First($"{length} bytes");
            // A last line without its end is still the whole entry.
            var kept = lines + (whole[length] == '\n' ? 1 : 0);
            if (kept == Entries) Assert.Fail("nothing is missing");
            Assert.Equal(kept + 1, found.First);
            Assert.Contains(found.Fault, new[] { AuditFault.Truncated, AuditFault.Altered });
        }
    }

    /// <summary>Who can write the log can also compute its hashes anew; the anchor and what was written after tell.</summary>
    [Fact]
    public void An_entry_that_was_forged_with_the_right_hash_is_found()
    {
        var lines = _scene.Lines;
        for (var at = 0; at < Entries; at++)
        {
            var forged = (string[])lines.Clone();
            forged[at] = Rehashed(lines[at].Replace("vm.swappiness", "vm.dirty_ratio", StringComparison.Ordinal));
            _scene.Lines = forged;
            var found = First($"{at + 1}");
            Assert.Equal((AuditFault.Altered, at + 1L, at + 1L), (found.Fault, found.First, found.At.Line));
        }
    }

    [Fact]
    public void A_log_that_was_written_anew_from_some_entry_on_is_found_by_an_anchor_of_journald()
    {
        var (lines, head) = (_scene.Lines, _scene.Verify().Head);
        var early = AuditLine.Parse(Encoding.UTF8.GetBytes(lines[19]))!;
        _scene.Lines = lines[..9];
        File.Delete(_scene.Place.Anchor);
        _scene.Written(Entries);
        Assert.True(_scene.Verify().IsIntact);
        var found = Assert.Single(_scene.Verify(new AuditHead(early.N, early.Hash)).Breaks);
        Assert.Equal((AuditFault.Altered, 20L, 20L), (found.Fault, found.First, found.At.Line));
        Assert.Equal(2, _scene.Verify(new AuditHead(early.N, early.Hash), head).Breaks.Count);
    }

    [Fact]
    public void A_hundred_thousand_entries_are_read_in_little_memory()
    {
        using var scene = new AuditScene();
        scene.Written(1);
        var log = new StringBuilder();
        var head = AuditHead.None;
        for (var i = 0; i < 100_000; i++)
        {
            var (line, next) = AuditLine.Render(head, scene.Time.GetUtcNow(), "boot-1", AuditEvent.Applied, $"c{i}", new JsonObject { ["state"] = "pending", ["note"] = "vm.swappiness from 60 to 10 on this host" });
            log.Append(Encoding.ASCII.GetString(line));
            head = next;
        }
        File.WriteAllText(scene.Place.Log, log.ToString());
        File.Delete(scene.Place.Anchor);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = scene.Verify();
        Assert.Equal((100_000L, true), (report.Entries, report.IsIntact));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100_000, 0, 1000);
    }

    private static string Rehashed(string line)
    {
        var covered = line[..line.IndexOf(",\"hash\":", StringComparison.Ordinal)];
        return $"{covered},\"hash\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(covered)))}\"}}";
    }
}
