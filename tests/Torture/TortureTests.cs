using System.Text.Json;
using Kernward.Tests.Cli;
using Kernward.Torture;

namespace Kernward.Tests.Torture;

public sealed class TortureTests
{
    [Fact]
    public async Task Sixty_kills_lose_nothing()
    {
        using var scratch = ScratchSpace.OnDisk();
        var tally = new Tally();
        await new TortureRun(new TortureOptions(60, 0, 0, 20261127, null), scratch, null, tally).RunAsync(CancellationToken.None);
        Assert.True(tally.Losses.Count == 0, string.Join('\n', tally.Losses));
        Assert.True(tally.Kills >= 60);
        Assert.NotEqual(0, tally.LeftChanged);
    }

    [RootFact]
    public async Task Tells_in_json_and_leaves_no_directory_behind()
    {
        var run = await ProgramRun.OfAsync(["torture", "--seed", "5", "--scene", "2", "--json"]);
        var told = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((0, 0, 0, 5), (run.ExitCode, told.GetProperty("drift").GetInt32(), told.GetProperty("journal_errors").GetInt32(), told.GetProperty("seed").GetInt32()));
        Assert.True(told.GetProperty("kills").GetInt32() >= 12 && told.GetProperty("rounds_on_kernel").GetInt32() == 12, run.Output);
        Assert.DoesNotContain(Directory.EnumerateDirectories(Path.GetTempPath(), "kernward-torture-*"), left => !ProcessTable.IsAlive(int.Parse(Path.GetFileName(left).Split('-')[2])));
    }

    [Theory]
    [InlineData("--kills", "-1")]
    [InlineData("--messages", "100000000")]
    [InlineData("--scene", "0")]
    [InlineData("--seed", "many")]
    public async Task Numbers_out_of_range_are_refused(string option, string value)
    {
        var run = await ProgramRun.OfAsync(["torture", option, value]);
        Assert.Equal(64, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Errors);
    }

    /// <summary>A seed gives the same rounds, however fast they are played.</summary>
    [Fact]
    public void The_same_seed_gives_the_same_rounds()
    {
        static string Rounds(int seed)
        {
            var random = new Random(seed);
            return string.Join('\n', Enumerable.Range(1, 20).Select(number => Round.Of(number, random, 12)).Select(round =>
                $"{round.Number} {round.Phase} {string.Join(',', round.Victims)} {string.Join(',', round.Moments)} {string.Join(',', round.Order)} {round.Steps} {round.Pick}"));
        }
        Assert.Equal(Rounds(7), Rounds(7));
        Assert.NotEqual(Rounds(7), Rounds(8));
    }
}
