using Kernward.History;
using Kernward.Measurement;
using Kernward.Tests.Support;
using Kernward.Torture.Faults;
using Microsoft.Data.Sqlite;
using static Kernward.Tests.History.Seen;

namespace Kernward.Tests.History;

/// <summary>What is kept on disk, and what may happen to it.</summary>
public sealed class HistoryStoreTests : IDisposable
{
    private static readonly MetricKey Level = new("level"), Count = new("count");
    private readonly TemporaryDirectory _place = new();
    private readonly FaultTime _time = new();

    public void Dispose() => _place.Dispose();

    private string File => Path.Combine(_place.Path, "history.db");

    private HistoryRecorder Recorder(HistoryLimits? limits = null) => new(Known, limits ?? Small, _place.Path, _time);

    private IReadOnlyList<HistoryPoint> Read(MetricKey key, double from, double to, double step, Reading reading = Reading.Mean)
    {
        using var query = new HistoryQuery(HistoryReader.TryOpen(_place.Path, out var trouble));
        Assert.Equal("", trouble);
        return query.Read(key, Start + from, Start + to, step, reading);
    }

    private long Ask(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() as long? ?? -1;
    }

    [Fact]
    public void Three_hours_are_read_back_as_they_were()
    {
        using (var recorder = Recorder()) Feed(recorder, 0, 3 * 3600, i => i / 100, i => i * 5.0);
        var minutes = Read(Level, 0, 3 * 3600 - 1, 60);
        Assert.Equal(180, minutes.Count);
        Assert.All(minutes, point => Assert.Equal((point.At - Start) / 100, point.Value, 1.0));
        Assert.Equal(Read(Level, 0, 3599, 600, Reading.Max).Select(point => point.Value), Enumerable.Range(1, 6).Select(i => (double)((i * 600 - 1) / 100)));
        Assert.All(Read(Count, 100, 3 * 3600 - 100, 10), point => Assert.Equal(5, point.Value));
        Assert.Equal(5.0 * 3600, Read(Count, 3600, 7199, 3600, Reading.Increase)[0].Value);
    }

    [Fact]
    public void An_hour_in_minutes_says_the_same_as_in_tens_of_seconds()
    {
        using (var recorder = Recorder()) Feed(recorder, 0, 2 * 3600 + 700, i => Math.Sin(i / 50.0) * 100 + i);
        Assert.InRange(Ask("SELECT count(*) FROM chunk WHERE tier = 60"), 2, 4);
        foreach (var reading in new[] { Reading.Mean, Reading.Min, Reading.Max, Reading.Last })
            foreach (var (minute, fine) in Read(Level, 0, 2 * 3600, 60, reading).Zip(Read(Level, 0, 2 * 3600, 59.999, reading)))
                Assert.Equal(fine.Value, minute.Value, 3.0);
    }

    [Fact]
    public void What_a_dead_observer_left_undivided_is_divided_by_the_next()
    {
        using (var recorder = Recorder()) Feed(recorder, 0, 300, i => 1);
        Assert.Equal(0, Ask("SELECT count(*) FROM chunk"));
        using (var recorder = Recorder()) Feed(recorder, 900, 60, i => 2);
        Assert.True(Ask("SELECT count(*) FROM chunk") > 0);
        Assert.Equal(30, Read(Level, 0, 599, 10).Count);
        Assert.Equal(6, Read(Level, 900, 1000, 10).Count);
    }

    [Fact]
    public void What_is_too_old_is_forgotten()
    {
        using (var recorder = Recorder(Small with { FineChunks = 6, CoarseChunks = 3 })) Feed(recorder, 0, 6 * 3600, i => i);
        Assert.Equal((6L, 3L), (Ask("SELECT count(*) FROM span WHERE tier = 10"), Ask("SELECT count(*) FROM span WHERE tier = 60")));
        Assert.Empty(Read(Level, 0, 3600, 60));
        Assert.NotEmpty(Read(Level, 4 * 3600, 5 * 3600, 60));
    }

    [Fact]
    public void The_file_stays_within_its_size()
    {
        var random = new Random(1);
        using (var recorder = Recorder(Small with { MostBytes = 120_000, CoarseChunks = 1000, FineChunks = 1000 }))
            Feed(recorder, 0, 12 * 3600, _ => random.NextDouble(), i => i * random.NextDouble());
        Assert.InRange(new FileInfo(File).Length, 1, 200_000);
        Assert.NotEmpty(Read(Level, 12 * 3600 - 600, 12 * 3600, 10));
    }

    [Fact]
    public void A_clock_set_forward_and_back_costs_the_jump_and_not_the_past()
    {
        using (var recorder = Recorder())
        {
            Feed(recorder, 0, 3600, i => 1);
            const int year = 365 * 86400;
            for (var i = 3600; i < 5400; i++) recorder.Add(Sample(i, Start + i + year, ("level", "", 2)));
            for (var i = 5400; i < 6000; i++) recorder.Add(Sample(i, Start + i, ("level", "", 3)));
        }
        Assert.Equal(Start + 5990, (long)HistoryReader.TryOpen(_place.Path, out _)!.Newest()!);
        Assert.Equal(360, Read(Level, 0, 3599, 10).Count);
        Assert.All(Read(Level, 5400, 6000, 10), point => Assert.Equal(3, point.Value));
        using var reader = HistoryReader.TryOpen(_place.Path, out _)!;
        var told = reader.Events(DateTimeOffset.FromUnixTimeSeconds(Start), DateTimeOffset.FromUnixTimeSeconds(Start + 7000), 10);
        Assert.Contains(told, happened => happened is { Kind: "clock" } && happened.What.StartsWith("the clock was set back by 365 d", StringComparison.Ordinal));
    }

    [Fact]
    public void A_value_that_changed_is_an_event_even_if_nobody_watched()
    {
        DateTimeOffset At(int seconds) => DateTimeOffset.FromUnixTimeSeconds(Start + seconds);
        using (var recorder = Recorder()) recorder.Note("sysctl", new Dictionary<string, string> { ["vm.swappiness"] = "60" }, At(0));
        using (var recorder = Recorder()) recorder.Note("sysctl", new Dictionary<string, string> { ["vm.swappiness"] = "10" }, At(500));
        using var reader = HistoryReader.TryOpen(_place.Path, out _)!;
        Assert.Equal([new HistoryEvent(At(500), "sysctl", "vm.swappiness: 60 became 10")], reader.Events(At(0), At(1000), 10));
    }

    [Fact]
    public void A_damaged_file_is_kept_aside_and_begun_anew_and_that_is_said()
    {
        _place.Write("history.db", "this is no database, and long enough to be read as one".PadRight(8192, '.'));
        _place.Write("history.db.damaged-20200101T000000Z", "an older one");
        using (var recorder = Recorder())
        {
            recorder.Open();
            Assert.Contains("history.db.damaged-20260301T030000Z and begun anew", recorder.Notice, StringComparison.Ordinal);
            Feed(recorder, 0, 60, i => 7);
            Assert.Null(recorder.Trouble);
        }
        Assert.NotEmpty(Read(Level, 0, 60, 10));
        Assert.StartsWith("this is no database", System.IO.File.ReadAllText(File + ".damaged-20260301T030000Z"), StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_place.Path, "*.damaged-*"));
    }

    [Fact]
    public void Damage_that_shows_while_it_is_written_is_no_end()
    {
        using (var recorder = Recorder()) Feed(recorder, 0, 3600, i => i);
        using (var file = System.IO.File.OpenWrite(File))
        {
            file.Position = 4096;
            file.Write(new byte[(int)file.Length - 4096].Select((_, i) => (byte)(i * 7 & 255)).ToArray());
        }
        using (var recorder = Recorder())
        {
            Feed(recorder, 3600, 120, i => 9);
            Assert.Null(recorder.Trouble);
            Assert.Contains("begun anew", recorder.Notice, StringComparison.Ordinal);
        }
        Assert.Equal(9, Read(Level, 3600, 3700, 10)[0].Value);
    }

    [Fact]
    public void A_file_of_a_later_version_is_left_alone()
    {
        using (var recorder = Recorder()) Feed(recorder, 0, 30, i => i);
        Ask("PRAGMA user_version = 99");
        using (var recorder = Recorder())
        {
            recorder.Open();
            Assert.Contains("later version", recorder.Trouble, StringComparison.Ordinal);
            Feed(recorder, 0, 60, i => i);
        }
        Assert.Null(HistoryReader.TryOpen(_place.Path, out var trouble));
        Assert.Contains("later version", trouble, StringComparison.Ordinal);
        Assert.Equal(99, Ask("PRAGMA user_version"));
    }

    [Fact]
    public void A_file_of_the_first_version_is_brought_up_to_this_one()
    {
        using (var recorder = Recorder()) Feed(recorder, 0, 60, i => 4);
        Ask("DROP TABLE noted; PRAGMA user_version = 1");
        Assert.Null(HistoryReader.TryOpen(_place.Path, out var trouble));
        Assert.Contains("earlier version", trouble, StringComparison.Ordinal);
        using (var recorder = Recorder()) Feed(recorder, 60, 60, i => 5);
        Assert.Equal((12, 2L), (Read(Level, 0, 119, 10).Count, Ask("PRAGMA user_version")));
    }

    [Fact]
    public void A_second_observer_is_told_and_changes_nothing()
    {
        using var first = Recorder();
        Feed(first, 0, 60, i => 1);
        using var second = Recorder();
        Assert.True(Assert.Throws<HistoryException>(second.Open).IsBusy);
        Feed(second, 0, 60, i => 2);
        Assert.Contains("already writes", second.Trouble, StringComparison.Ordinal);
    }

    [RootFact]
    public void A_full_disk_hurts_nobody_and_is_made_up_for()
    {
        using var full = new TemporaryDirectory();
        Mounts.Run("mount", "-t", "tmpfs", "-o", "size=256k", "kernward-test", full.Path);
        try
        {
            using (var recorder = new HistoryRecorder(Known, Small with { MostWaiting = 30 }, full.Path, _time))
            {
                Feed(recorder, 0, 40, i => 1);
                Assert.Null(recorder.Trouble);
                System.IO.File.WriteAllBytes(Path.Combine(full.Path, "ballast"), new byte[Free(full.Path)]);
                Feed(recorder, 40, 1000, i => 2 + i % 13);
                Assert.Contains("cannot be written", recorder.Trouble, StringComparison.Ordinal);
                System.IO.File.Delete(Path.Combine(full.Path, "ballast"));
                Feed(recorder, 1040, 60, i => 3);
                Assert.Null(recorder.Trouble);
            }
            using var query = new HistoryQuery(HistoryReader.TryOpen(full.Path, out _));
            Assert.Equal(3, query.Read(Level, Start, Start + 20, 20, Reading.Mean).Concat(query.Read(Level, Start + 1050, Start + 1080, 30, Reading.Mean)).Max(point => point.Value));
            Assert.Equal(1, query.Read(Level, Start, Start + 20, 30, Reading.Mean)[0].Value);
        }
        finally
        {
            Mounts.Run("umount", full.Path);
        }
    }

    [RootFact]
    public void A_disk_that_is_read_only_hurts_nobody()
    {
        using var fixedUp = new TemporaryDirectory();
        Mounts.Run("mount", "-t", "tmpfs", "-o", "size=256k,ro", "kernward-test", fixedUp.Path);
        try
        {
            using var recorder = new HistoryRecorder(Known, Small, fixedUp.Path, _time);
            recorder.Open();
            Feed(recorder, 0, 100, i => i);
            Assert.NotNull(recorder.Trouble);
            Assert.Equal(100, recorder.LastHour(Level).Count);
        }
        finally
        {
            Mounts.Run("umount", fixedUp.Path);
        }
    }

    [Fact]
    public void Where_nothing_was_kept_there_is_nothing_to_read()
    {
        Assert.Null(HistoryReader.TryOpen(_place.Path, out var trouble));
        Assert.Equal("", trouble);
        using var query = new HistoryQuery(null);
        Assert.Empty(query.Read(Level, 0, 100, 10, Reading.Mean));
    }

    [Fact]
    public void Memory_and_file_are_one_past()
    {
        using var recorder = Recorder();
        Feed(recorder, 0, 500, i => i);
        using var query = new HistoryQuery(HistoryReader.TryOpen(_place.Path, out _), recorder.LastHour);
        var points = query.Read(Level, Start, Start + 500, 10, Reading.Last);
        Assert.Equal(50, points.Count);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i * 10 + 9.0), points.Select(point => point.Value));
    }

    private static long Free(string path) => new DriveInfo(path).AvailableFreeSpace;
}
