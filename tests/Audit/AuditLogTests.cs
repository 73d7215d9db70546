using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Kernward.Audit;

namespace Kernward.Tests.Audit;

public sealed class AuditLogTests : IDisposable
{
    private readonly AuditScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Entries_are_numbered_without_a_gap_and_each_follows_the_one_before()
    {
        _scene.Written(3);
        var entries = _scene.Lines.Select(line => AuditLine.Parse(Encoding.UTF8.GetBytes(line))!).ToList();
        Assert.Equal([1L, 2, 3], entries.Select(entry => entry.N));
        Assert.Equal([AuditHead.None.Hash, entries[0].Hash, entries[1].Hash], entries.Select(entry => entry.Prev));
        Assert.Equal((_scene.Time.GetUtcNow(), "boot-1", "released", "c3"), (entries[2].At, entries[2].Boot, entries[2].Event, entries[2].Change));
        Assert.Equal((3L, true, 3L), (_scene.Verify().Entries, _scene.Verify().IsIntact, _scene.Verify().Anchored));
    }

    [Fact]
    public void It_is_for_its_owner_alone_and_plain_ascii()
    {
        _scene.Log().Append(AuditEvent.Undo, "", new JsonObject { ["who"] = "é\u202e\n\"'" });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scene.Place.Log));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_scene.Place.Anchor));
        Assert.All(_scene.Bytes[..^1], b => Assert.InRange(b, (byte)32, (byte)126));
        Assert.True(_scene.Verify().IsIntact);
    }

    [Fact]
    public void A_full_file_is_kept_under_another_name_and_the_chain_goes_on()
    {
        _scene.Written(60, fullAt: 2000);
        Assert.InRange(_scene.Place.FullFiles().Count, 4, 30);
        Assert.All(_scene.Place.FullFiles(), file => Assert.InRange(new FileInfo(file).Length, 2000, 2700));
        var first = AuditLine.Parse(Encoding.UTF8.GetBytes(_scene.Lines[0]))!;
        Assert.Equal(("rotated", Path.GetFileName(_scene.Place.FullFiles()[^1])), (first.Event, first.Text("file")));
        Assert.Equal(first.Prev, first.Text("head"));
        Assert.True(_scene.Verify().IsIntact);
        Assert.Equal(60 + _scene.Place.FullFiles().Count, _scene.Verify().Entries);
    }

    [Fact]
    public void A_worker_that_dies_between_two_files_leaves_no_gap()
    {
        _scene.Written(5);
        File.Move(_scene.Place.Log, _scene.Place.Full(5));
        _scene.Written(1);
        Assert.Equal((7L, true), (_scene.Verify().Entries, _scene.Verify().IsIntact));
    }

    [Fact]
    public void A_full_file_that_is_gone_is_missed()
    {
        _scene.Written(60, fullAt: 2000);
        var file = _scene.Place.FullFiles()[1];
        var (first, last) = (Number(File.ReadLines(file).First()), Number(File.ReadLines(file).Last()));
        File.Delete(file);
        var found = Assert.Single(_scene.Verify().Breaks);
        Assert.Equal((AuditFault.Removed, first, last, 1L), (found.Fault, found.First, found.Last, found.At.Line));
    }

    /// <summary>Whatever part of the last entry reached the disk: it is no fault, and the next entry says what it is.</summary>
    [Fact]
    public void A_line_that_a_loss_of_power_cut_off_is_told_from_tampering()
    {
        for (var kept = 1; kept < 300; kept += 7)
        {
            using var scene = new AuditScene();
            scene.Written(3);
            var (before, anchor) = (scene.Bytes, File.ReadAllBytes(scene.Place.Anchor));
            scene.Written(1);
            if (before.Length + kept >= scene.Bytes.Length) break;
            scene.Bytes = scene.Bytes[..(before.Length + kept)];
            File.WriteAllBytes(scene.Place.Anchor, anchor);
            Assert.True(scene.Verify().IsIntact);
            var torn = scene.Bytes;
            scene.Written(2);
            var whole = AuditLine.TryRead(torn.AsSpan(before.Length), out _, out _);
            Assert.Equal((true, whole ? 0 : 1, whole ? 6L : 6L), (scene.Verify().IsIntact, scene.Verify().Torn, scene.Verify().Entries));
            Assert.Equal(torn, scene.Bytes[..torn.Length]);
        }
    }

    [Fact]
    public void A_last_line_that_only_lacks_its_end_is_an_entry()
    {
        _scene.Written(3);
        _scene.Bytes = _scene.Bytes[..^1];
        Assert.True(_scene.Verify().IsIntact);
        _scene.Written(1);
        Assert.Equal((4L, 0, true), (_scene.Verify().Entries, _scene.Verify().Torn, _scene.Verify().IsIntact));
    }

    [Fact]
    public void Nobody_can_pass_a_torn_line_off_for_an_entry_that_was_anchored()
    {
        _scene.Written(4);
        _scene.Bytes = _scene.Bytes[..^20];
        Assert.Equal(AuditFault.Altered, Assert.Single(_scene.Verify().Breaks).Fault);
        _scene.Written(2);
        var found = Assert.Single(_scene.Verify().Breaks);
        Assert.Equal((AuditFault.Altered, 4L, 4L), (found.Fault, found.First, found.At.Line));
    }

    /// <summary>A worker that goes on writing must not cover up what was cut off before.</summary>
    [Fact]
    public void What_was_cut_off_the_end_stays_missing_when_the_log_goes_on()
    {
        _scene.Written(9);
        _scene.Lines = _scene.Lines[..6];
        var found = Assert.Single(_scene.Verify().Breaks);
        Assert.Equal((AuditFault.Truncated, 7L, 9L), (found.Fault, found.First, found.Last));
        _scene.Written(3);
        found = Assert.Single(_scene.Verify().Breaks);
        Assert.Equal((AuditFault.Removed, 7L, 9L, 7L), (found.Fault, found.First, found.Last, found.At.Line));
    }

    [Fact]
    public void A_log_that_is_gone_is_missed()
    {
        _scene.Written(9);
        File.Delete(_scene.Place.Log);
        Assert.Equal((AuditFault.Truncated, 1L, 9L), Found(Assert.Single(_scene.Verify().Breaks)));
        _scene.Written(1);
        Assert.Equal((AuditFault.Removed, 1L, 9L), Found(Assert.Single(_scene.Verify().Breaks)));
    }

    [Fact]
    public void Writers_in_turn_share_one_chain()
    {
        var logs = Enumerable.Range(0, 4).Select(_ => _scene.Log(fullAt: 3000)).ToList();
        Parallel.For(0, 200, i => logs[i % 4].Append(AuditEvent.PeerRefused, "", new JsonObject { ["i"] = i }));
        var report = _scene.Verify();
        Assert.True(report.IsIntact, string.Join("; ", report.Breaks.Select(found => found.Text)));
        Assert.Equal(200 + report.Files - 1, report.Entries);
    }

    [Fact]
    public async Task A_log_can_be_verified_while_it_is_written_rotated_and_pruned()
    {
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(() =>
        {
            // As long as somebody looks, so that every look falls into the time of writing.
            for (var times = 0; times < 10 || !enough.IsCancellationRequested; times++) _scene.Written(20, fullAt: 1500, keep: AuditScene.Little);
        });
        for (var look = 0; look < 60; look++)
        {
            var report = _scene.Verify();
            Assert.True(report.IsIntact, string.Join("; ", report.Breaks));
        }
        await enough.CancelAsync();
        await writing;
        Assert.NotNull(_scene.Verify().Pruning);
    }

    [Fact]
    public void An_anchor_that_is_none_keeps_everybody_from_writing()
    {
        _scene.Written(1);
        File.WriteAllText(_scene.Place.Anchor, "nonsense");
        Assert.Contains("audit.head", Assert.Throws<AuditException>(() => _scene.Written(1)).Message);
        Assert.Single(_scene.Lines);
    }

    [Fact]
    public void Every_head_is_told_to_journald_and_can_be_compared_with()
    {
        var path = Path.Combine(_scene.State, "journal.socket");
        using var journald = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 600_000 };
        journald.Bind(new UnixDomainSocketEndPoint(path));
        var place = _scene.Place with { JournaldSocket = path };
        var head = new AuditLog(place, _scene.Time, "boot-1").Append(AuditEvent.Start, "", []);
        var buffer = new byte[4096];
        var fields = Encoding.UTF8.GetString(buffer, 0, journald.Receive(buffer)).TrimEnd('\n').Split('\n').Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal((head.Hash, "1", "kernward-audit"), (fields["KERNWARD_AUDIT_HEAD"], fields["KERNWARD_AUDIT_N"], fields["SYSLOG_IDENTIFIER"]));
        var printed = Path.Combine(_scene.State, "journal.json");
        var json = new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, field.Value)));
        File.WriteAllText(printed, "-- Boot --\n" + json.ToJsonString() + "\n" + json.ToJsonString().Replace(place.Log, "/another/audit.log").Replace("\"1\"", "\"7\"") + "\n");
        Assert.Equal(head, Assert.Single(AuditAnchor.ReadAll(printed, place)));
    }

    [Fact]
    public void Nobody_listening_at_journald_keeps_nobody_from_writing()
    {
        var place = _scene.Place with { JournaldSocket = Path.Combine(_scene.State, "nowhere") };
        Assert.Equal(1, new AuditLog(place, _scene.Time, "boot-1").Append(AuditEvent.Start, "", []).N);
    }

    private static long Number(string line) => AuditLine.Parse(Encoding.UTF8.GetBytes(line))!.N;

    private static (AuditFault, long, long) Found(AuditBreak found) => (found.Fault, found.First, found.Last);
}
