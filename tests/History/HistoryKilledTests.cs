using System.Diagnostics;
using Kernward.History;
using Kernward.Measurement;
using Kernward.Tests.Support;

namespace Kernward.Tests.History;

public sealed class HistoryKilledTests
{
    /// <summary>
    /// A real process that samples as fast as it can, so that it divides and rolls up all the time; it is killed with -9 at random
    /// moments, and the next one goes on where it stood. What a bucket holds is its own time, so that a wrong one shows.
    /// </summary>
    [Fact]
    public void A_history_outlives_observers_that_are_killed_in_the_middle_of_a_roll_up()
    {
        using var place = new TemporaryDirectory();
        var random = new Random(5);
        double newest = 0;
        for (var round = 0; round < 12; round++)
        {
            Kill(place.Path, random.Next(1, 40), random.Next(200_000));
            using var query = new HistoryQuery(HistoryReader.TryOpen(place.Path, out var trouble));
            Assert.Equal("", trouble);
            var now = query.Reader!.Newest()!.Value;
            Assert.True(now > newest, $"round {round}: {newest}, then {now}");
            newest = now;
            for (var series = 0; series < 200; series += 67)
                foreach (var step in new[] { 10.0, 60.0 })
                {
                    var points = query.Read(new MetricKey("level", $"s{series}"), Seen.Start, now + 10, step, Reading.Min);
                    Assert.NotEmpty(points);
                    Assert.All(points, point => Assert.Equal(Escapes.Recorder.ValueAt((long)point.At, series), point.Value));
                    Assert.Equal(points.Select(point => point.At).Distinct().Order(), points.Select(point => point.At));
                }
        }
        Assert.True(newest > Seen.Start + 3 * 3600, $"hours were rolled up: {newest - Seen.Start} s");
        Assert.Empty(Directory.GetFiles(place.Path, "*.damaged-*"));
    }

    /// <summary>After so many minutes that were written, and a moment.</summary>
    private static void Kill(string place, int lines, int spins)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "kernward-escapes"), [Escapes.Recorder.Argument, place]) { RedirectStandardOutput = true };
        using var victim = Process.Start(start)!;
        for (var i = 0; i < lines; i++) Assert.NotNull(victim.StandardOutput.ReadLine());
        Thread.SpinWait(spins);
        victim.Kill();
        victim.WaitForExit();
    }
}
