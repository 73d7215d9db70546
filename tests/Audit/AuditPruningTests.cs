using System.Text;
using System.Text.Json.Nodes;
using Kernward.Audit;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Audit;

/// <summary>What is old goes on purpose, and only on purpose.</summary>
public sealed class AuditPruningTests : IDisposable
{
    private const int FullAt = 1500;
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly AuditScene _scene = new();

    public void Dispose() => _scene.Dispose();

    private AuditPlace Place => _scene.Place;

    private void Write(int entries) => _scene.Written(entries, FullAt, AuditScene.Little);

    private AuditReport Inspect() => AuditInspection.Inspect(Place, [], _ => { }, Never);

    private static AuditEntry EntryOf(string line) => AuditLine.Parse(Encoding.UTF8.GetBytes(line))!;

    private static void AssertIntact(AuditReport report) => Assert.Equal("", string.Join("; ", report.Breaks));

    [Fact]
    public void Old_files_go_when_more_is_there_than_is_kept_and_the_chain_says_so()
    {
        Write(50);
        Assert.Null(_scene.Verify().Pruning);
        Write(400);
        Assert.True(Place.FullFiles().Sum(file => new FileInfo(file).Length) <= AuditScene.Little.Bytes / 2 + (2 * FullAt));
        var report = Inspect();
        AssertIntact(report);
        var pruning = report.Pruning!;
        var first = EntryOf(File.ReadLines(Place.FullFiles()[0]).First());
        Assert.Equal((first.N, first.Prev, report.Head.N - report.Entries), (pruning.First, pruning.Prev, pruning.First - 1));
        Assert.True(pruning.Dropped > 0 && pruning.Who.StartsWith("the worker, pid ", StringComparison.Ordinal));
        Assert.Equal(_scene.Time.GetUtcNow(), pruning.At);
    }

    [Fact]
    public void What_is_too_old_goes_though_there_is_little_of_it()
    {
        for (var day = 0; day < 20; day++)
        {
            _scene.Log(keep: new AuditRetention(1 << 30, TimeSpan.FromDays(8))).Append(AuditEvent.Ruling, "", []);
            _scene.Time.Pass(TimeSpan.FromDays(1));
        }
        var report = _scene.Verify();
        AssertIntact(report);
        var oldest = EntryOf(File.ReadLines(Place.Files()[0]).First()).At;
        Assert.InRange((_scene.Time.GetUtcNow() - oldest).TotalDays, 8, 15);
    }

    [Fact]
    public void A_file_more_that_is_removed_is_missed()
    {
        Write(400);
        File.Delete(Place.FullFiles()[0]);
        var (first, next) = (_scene.Verify().Pruning!.First, EntryOf(File.ReadLines(Place.FullFiles()[0]).First()).N);
        var found = Assert.Single(_scene.Verify().Breaks);
        Assert.Equal((AuditFault.Removed, first, next - 1), (found.Fault, found.First, found.Last));
        Write(5);
        Assert.Equal(AuditFault.Removed, Assert.Single(_scene.Verify().Breaks).Fault);
    }

    /// <summary>Whoever may write the log, but not the anchor, writes an entry as a worker would, and takes the files away.</summary>
    [Fact]
    public void A_pruning_that_no_anchor_knows_is_found_and_stays_found()
    {
        Write(60);
        var begin = EntryOf(File.ReadLines(Place.FullFiles()[2]).First());
        var data = new JsonObject { ["first"] = begin.N, ["prev"] = begin.Prev, ["inputs"] = begin.N, ["dropped"] = begin.N - 1, ["who"] = "the worker, pid 7" };
        var (line, _) = AuditLine.Render(_scene.Verify().Head, _scene.Time.GetUtcNow(), "boot-1", AuditEvent.Pruned, "", data);
        File.AppendAllText(Place.Log, Encoding.ASCII.GetString(line));
        foreach (var file in Place.FullFiles().Take(2).ToList()) File.Delete(file);
        for (var looks = 0; looks < 2; looks++, Write(3))
        {
            var found = Assert.Single(_scene.Verify().Breaks);
            Assert.Equal((AuditFault.Removed, 1L, begin.N - 1), (found.Fault, found.First, found.Last));
        }
    }

    [Fact]
    public void An_anchor_without_an_entry_that_says_so_excuses_nothing()
    {
        Write(60);
        var begin = EntryOf(File.ReadLines(Place.FullFiles()[2]).First());
        var anchor = JsonNode.Parse(File.ReadAllText(Place.Anchor))!;
        (anchor["first"], anchor["prev"], anchor["inputs"]) = (begin.N, begin.Prev, begin.N);
        File.WriteAllText(Place.Anchor, anchor.ToJsonString());
        foreach (var file in Place.FullFiles().Take(2).ToList()) File.Delete(file);
        Assert.Contains("no entry says that they were pruned", Assert.Single(_scene.Verify().Breaks).Text);
    }

    [Fact]
    public void The_first_entry_that_is_left_cannot_be_another()
    {
        Write(400);
        var file = Place.FullFiles()[0];
        var lines = File.ReadAllLines(file);
        var first = EntryOf(lines[0]);
        var (other, _) = AuditLine.Render(new AuditHead(first.N - 1, new string('7', 64)), first.At, first.Boot, AuditEvent.Rotated, "", []);
        File.WriteAllLines(file, lines.Skip(1).Prepend(Encoding.ASCII.GetString(other).TrimEnd('\n')));
        var found = _scene.Verify().Breaks[0];
        Assert.Equal((AuditFault.Altered, first.N, 1L), (found.Fault, found.First, found.At.Line));
    }

    /// <summary>All that a worker can leave that is killed while it prunes: nothing removed yet, some, and all but the note that it was at it.</summary>
    [Fact]
    public void A_worker_that_is_killed_while_it_prunes_leaves_a_log_that_can_be_believed()
    {
        Write(60);
        while (_scene.Verify().Pruning is null)
        {
            using var before = new TemporaryDirectory();
            Copy(Place.StateDirectory, before.Path);
            var anchor = File.ReadAllText(Place.Anchor);
            Write(1);
            var gone = Directory.GetFiles(before.Path, "audit-*.log").Order().Where(file => !File.Exists(At(file))).ToList();
            if (gone.Count == 0) continue;
            var begun = File.ReadAllText(Place.Anchor);
            for (var left = 0; left <= gone.Count; left++)
            {
                foreach (var file in gone.TakeLast(left)) File.Copy(file, At(file), overwrite: true);
                File.WriteAllText(Path.Combine(Place.Inputs, "pruning"), "");
                AssertIntact(Inspect());
                if (left < gone.Count) continue;
                // Killed before the anchor was moved: the entry alone removes nothing.
                File.WriteAllText(Place.Anchor, anchor);
                AssertIntact(Inspect());
                Assert.Null(Inspect().Pruning);
                File.WriteAllText(Place.Anchor, begun);
            }
            _scene.Log().Append(AuditEvent.Start, "", []);
            Assert.DoesNotContain(gone, file => File.Exists(At(file)));
            Assert.Empty(Directory.GetFiles(Place.Inputs));
        }
        AssertIntact(_scene.Verify());

        string At(string file) => Path.Combine(Place.StateDirectory, Path.GetFileName(file));
    }

    [Fact]
    public async Task Inputs_go_before_entries_and_a_replay_says_so()
    {
        await ApplyAsync("10");
        Assert.Equal("", Replay(0).Problem);
        var first = Assert.Single(Directory.GetFiles(Place.Inputs));
        File.WriteAllBytes(Path.Combine(Place.Inputs, new string('0', 64) + ".json.gz"), new byte[90_000]);
        _scene.Time.Pass(TimeSpan.FromDays(101));
        await ApplyAsync("20");
        Assert.False(File.Exists(first));
        AssertIntact(Inspect());
        Assert.Equal((1L, true), (Inspect().Pruning!.First, Inspect().Pruning!.Inputs > 2));
        Assert.Equal((true, false), (Replay(0).IsPruned, Replay(1).IsPruned));
        Assert.StartsWith("inputs of rulings before entry ", Replay(0).Problem);
        Assert.Equal("", Replay(1).Problem);
    }

    /// <summary>Only what the pruning names is excused.</summary>
    [Fact]
    public async Task Inputs_that_are_kept_and_missing_are_still_missed()
    {
        await ApplyAsync("10");
        File.WriteAllBytes(Path.Combine(Place.Inputs, new string('0', 64) + ".json.gz"), new byte[90_000]);
        _scene.Time.Pass(TimeSpan.FromDays(101));
        await ApplyAsync("20");
        var kept = EntryOf(_scene.Lines.Single(line => RecordedRulings.Read(Place, Never).Rulings[1].Entry.Hash == EntryOf(line).Hash)).Text("inputs");
        File.Delete(Path.Combine(Place.Inputs, kept + ".json.gz"));
        Assert.Equal(AuditFault.Inputs, Assert.Single(Inspect().Breaks).Fault);
    }

    private ReplayResult Replay(int ruling) => new Replayer(new InputStore(Place), Some.Tunables).Replay(RecordedRulings.Read(Place, Never).Rulings[ruling]);

    private async Task ApplyAsync(string value)
    {
        var kernel = Some.Kernel();
        await using var worker = new InProcessWorker(new WorkerSetup(_scene.State, kernel, kernel, Some.Tunables, _scene.Time) { Keep = new AuditRetention(50_000, TimeSpan.FromDays(400)) });
        var plan = Some.Plan(kernel).Set("vm.swappiness", value).Make();
        await worker.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(60), Never);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
