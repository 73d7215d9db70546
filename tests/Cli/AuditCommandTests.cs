using System.Text.Json;
using Kernward.Audit;
using Kernward.Tests.Audit;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Cli;

/// <summary>The real program on a log that is intact, tampered with, or not to be read.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly AuditScene _scene = new();

    public void Dispose() => _scene.Dispose();

    private Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(arguments, "", ("KERNWARD_State__Directory", _scene.State));

    private async Task RuledAsync(AuditRetention? keep = null)
    {
        var kernel = Some.Kernel();
        await using var worker = new InProcessWorker(new WorkerSetup(_scene.State, kernel, kernel, Some.Tunables, _scene.Time) { Keep = keep ?? AuditRetention.Standard });
        var plan = Some.Plan(kernel).Set("vm.swappiness", "10").Make();
        await worker.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(60), CancellationToken.None);
        await worker.ConfirmAsync("c1", CancellationToken.None);
    }

    [Fact]
    public async Task An_intact_log_is_said_to_be_and_one_that_was_altered_is_shown_at_its_place()
    {
        Assert.Equal(0, (await RunAsync("verify-audit")).ExitCode);
        _scene.Written(5);
        var run = await RunAsync("verify-audit");
        Assert.Equal((0, "Intact: 5 entries in 1 file, anchored up to 5."), (run.ExitCode, run.Output.Trim()));
        var lines = _scene.Lines;
        _scene.Lines = [lines[0], lines[1].Replace("swappiness", "dirty_ratio", StringComparison.Ordinal), lines[2], lines[4]];
        run = await RunAsync("verify-audit");
        Assert.Equal(65, run.ExitCode);
        Assert.Contains($"{_scene.Place.Log}:2: entry 2 was altered, and 1 more", run.Errors);
        run = await RunAsync("verify-audit", "--json");
        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal((65, false, "audit-broken"), (run.ExitCode, answer.GetProperty("ok").GetBoolean(), answer.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(["altered 2 2", "removed 4 4"], answer.GetProperty("breaks").EnumerateArray().Select(found =>
            $"{found.GetProperty("fault").GetString()} {found.GetProperty("line").GetInt64()} {found.GetProperty("first").GetInt64()}"));
        Assert.Equal(4, answer.GetProperty("evidence")[0].GetProperty("value").GetDouble() + 1);
    }

    [Fact]
    public async Task A_head_from_elsewhere_is_compared_with()
    {
        _scene.Written(5);
        var old = Path.Combine(_scene.State, "old.head");
        File.Copy(_scene.Place.Anchor, old);
        Assert.Equal(0, (await RunAsync("verify-audit", "--anchor", old)).ExitCode);
        _scene.Lines = _scene.Lines[..3];
        File.Delete(_scene.Place.Anchor);
        Assert.Equal(0, (await RunAsync("verify-audit")).ExitCode);
        var run = await RunAsync("verify-audit", "--anchor", old);
        Assert.Equal(65, run.ExitCode);
        Assert.Contains("the log ends before entry 4; entries up to 5 were anchored", run.Errors);
        Assert.Equal(65, (await RunAsync("verify-audit", "--anchor", "/nowhere")).ExitCode);
        Assert.Equal(65, (await RunAsync("verify-audit", "--anchor", _scene.Place.Log)).ExitCode);
    }

    [Fact]
    public async Task Replay_says_what_would_not_be_the_same()
    {
        Assert.Equal(0, (await RunAsync("replay")).ExitCode);
        await RuledAsync();
        var run = await RunAsync("replay", "--json");
        var replay = JsonDocument.Parse(run.Output).RootElement.GetProperty("replays")[0];
        Assert.Equal((false, "c1", 2), (replay.GetProperty("same_knowledge").GetBoolean(), replay.GetProperty("change").GetString(), replay.GetProperty("n").GetInt64()));
        Assert.Equal(replay.GetProperty("same").GetBoolean() ? 0 : 10, run.ExitCode);
        Assert.Equal(run.ExitCode, (await RunAsync("replay", "c1")).ExitCode);
        Assert.Equal(65, (await RunAsync("replay", "c2")).ExitCode);
        File.Delete(Directory.GetFiles(_scene.Place.Inputs)[0]);
        run = await RunAsync("replay", "2");
        Assert.Equal(65, run.ExitCode);
        Assert.Contains("are missing", run.Output);
        _scene.Lines = _scene.Lines[1..];
        Assert.Equal(65, (await RunAsync("replay")).ExitCode);
    }

    [Fact]
    public async Task What_was_pruned_is_told_and_its_replay_ends_with_65()
    {
        await RuledAsync();
        File.WriteAllBytes(Path.Combine(_scene.Place.Inputs, new string('0', 64) + ".json.gz"), new byte[90_000]);
        _scene.Time.Pass(TimeSpan.FromDays(101));
        await RuledAsync(new AuditRetention(50_000, TimeSpan.FromDays(400)));
        var run = await RunAsync("verify-audit");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("inputs of rulings before entry ", run.Output);
        foreach (var which in new[] { "2", "c1" })
        {
            run = await RunAsync("replay", which, "--json");
            var error = JsonDocument.Parse(run.Output).RootElement.GetProperty("error");
            Assert.Equal((65, "inputs-pruned"), (run.ExitCode, error.GetProperty("code").GetString()));
            Assert.Contains("were pruned at 2026-06-10", error.GetProperty("message").GetString());
        }
        Assert.NotEqual(65, (await RunAsync("replay")).ExitCode);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("c1")]
    public async Task An_entry_that_was_pruned_is_told_to_be(string which)
    {
        _scene.Written(400, 1500, AuditScene.Little);
        var run = await RunAsync("replay", which);
        Assert.Equal(65, run.ExitCode);
        Assert.Contains($"'{which}' is no longer in the audit log: entries before ", run.Errors);
    }

    [Theory]
    [InlineData("release")]
    [InlineData("release", "vm.swappiness", "--journal")]
    public async Task Release_wants_one_of_the_two(params string[] arguments) => Assert.Equal(64, (await RunAsync(arguments)).ExitCode);

    [UserFact]
    public async Task A_log_that_may_not_be_read_ends_with_77()
    {
        _scene.Written(1);
        File.SetUnixFileMode(_scene.State, UnixFileMode.None);
        Assert.Equal(77, (await RunAsync("verify-audit")).ExitCode);
        File.SetUnixFileMode(_scene.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
