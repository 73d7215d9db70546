using Kernward.Domain;
using Kernward.Pipeline;

namespace Kernward.Tests.Pipeline;

public sealed class AskPipelineTests
{
    private static string Intent(string act, string subject = "", string value = "", string limits = "") =>
        $$"""{"act":"{{act}}","goal":"","workload":"","resource":"","subject":"{{subject}}","versus":"","relation":"{{(value.Length > 0 ? "exactly" : "")}}","value":"{{value}}","unit":"","period":"","limits":[{{limits}}]}""";

    private const string Swappiness = "proc/sys/vm/swappiness";

    [Fact]
    public async Task An_approved_change_goes_through_every_link_and_is_undone_byte_for_byte()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10"));
        var before = scene.Kernel[Swappiness];
        var result = await scene.AskAsync("set vm.swappiness to 10", yes: true);
        Assert.Equal((ExitCodes.Applied, VerdictKind.Kept), (result.ExitCode, result.Verdict!.Result));
        Assert.Equal([AskStage.Intent, AskStage.Findings, AskStage.Plan, AskStage.Ruling, AskStage.Outcomes, AskStage.Verdict], scene.Shown);
        Assert.Equal("10", scene.Kernel[Swappiness].Trim());
        Assert.Equal(ExitCodes.Done, (await scene.Pipeline.UndoAsync("last", force: false, default)).ExitCode);
        Assert.Equal(before.Trim(), scene.Kernel[Swappiness].Trim());
    }

    [Theory]
    [InlineData(false, false, "")]
    [InlineData(true, true, "")]
    [InlineData(true, false, "\"dry-run\"")]
    [InlineData(true, false, "\"ask-first\"")]
    public async Task Without_a_yes_nothing_is_written(bool yes, bool dryRun, string limits)
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10", limits));
        var result = await scene.AskAsync("set vm.swappiness to 10", yes, dryRun);
        Assert.Equal(ExitCodes.AwaitsApproval, result.ExitCode);
        Assert.Empty(scene.Kernel.Writes);
        Assert.DoesNotContain(AskStage.Outcomes, scene.Shown);
    }

    [Fact]
    public async Task A_message_with_a_paste_is_not_proposed_to_be_typed_on_one_line()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10"), Intent("set", "vm.swappiness", "10"));
        Assert.Contains((await scene.AskAsync("set vm.swappiness to 10")).Next, next => next.Contains("--yes", StringComparison.Ordinal) && next.Contains("swappiness", StringComparison.Ordinal));
        Assert.DoesNotContain((await scene.AskAsync("set vm.swappiness to 10\nvm.swappiness = 0")).Next, next => next.Contains("swappiness", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_to_survive_a_reboot_is_kept_once_it_is_believed()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10", "\"permanent\""));
        scene.Kernel.With("etc/sysctl.d/99-db.conf", "# nothing yet\n");
        var before = scene.Kernel.Snapshot();
        var result = await scene.AskAsync("set vm.swappiness to 10 for good", yes: true);
        Assert.Equal(ExitCodes.Applied, result.ExitCode);
        Assert.EndsWith("\nvm.swappiness = 10\n", scene.Kernel["etc/sysctl.d/90-kernward-vm.swappiness.conf"], StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, (await scene.Pipeline.UndoAsync("last", force: false, default)).ExitCode);
        Assert.Equal(before, scene.Kernel.Snapshot());
    }

    [Fact]
    public async Task What_could_not_be_kept_is_taken_back_and_that_is_said()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10", "\"permanent\""));
        scene.Kernel.With("etc/sysctl.d/50-a.conf", "# nothing\n").OnWrite = (_, path) =>
        {
            if (path.StartsWith("etc/", StringComparison.Ordinal)) throw new IOException($"{path}: open failed with EROFS");
        };
        var result = await scene.AskAsync("set vm.swappiness to 10 for good", yes: true);
        Assert.Equal((ExitCodes.Inconclusive, "not-kept"), (result.ExitCode, result.Problem!.Code));
        Assert.Contains("It helped, but was taken back: vm.swappiness could not be kept over a reboot", result.Summary, StringComparison.Ordinal);
        Assert.Equal("60\n", scene.Kernel[Swappiness]);
    }

    [Fact]
    public async Task The_history_begins_with_what_became_manual()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10"));
        await scene.AskAsync("set vm.swappiness to 10", yes: true);
        scene.Kernel[Swappiness] = "33\n";
        var history = await scene.Pipeline.HistoryAsync(5, default);
        Assert.Equal("1 change, newest first. 1 tunable is manual: changed by someone else since.", history.Summary);
        Assert.Equal(("vm.swappiness", "manual"), (history.Answer!.Rows[0].Label, history.Answer.Rows[0].Value));
        Assert.Equal(ExitCodes.Done, (await scene.Pipeline.ReleaseAsync("vm.swappiness", default)).ExitCode);
        Assert.DoesNotContain("manual", (await scene.Pipeline.HistoryAsync(5, default)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_yes_at_the_prompt_is_one()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10")) { Approves = true };
        Assert.Equal(ExitCodes.Applied, (await scene.AskAsync("set vm.swappiness to 10")).ExitCode);
    }

    [Theory]
    [InlineData("5000", "range")]
    [InlineData("-1", "range")]
    public async Task What_policy_refuses_is_not_written_whoever_said_yes(string value, string rule)
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", value));
        var result = await scene.AskAsync($"set vm.swappiness to {value}", yes: true);
        Assert.Equal(ExitCodes.Refused, result.ExitCode);
        Assert.Contains(result.Ruling!.Reasons, reason => reason.Rule == rule && reason.Effect == Decision.Deny);
        Assert.Empty(scene.Kernel.Writes);
    }

    [Fact]
    public async Task A_write_that_the_kernel_refuses_leaves_everything_as_it_was()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10"));
        scene.Kernel.OnWrite = (_, path) => throw new IOException($"{path}: EBUSY");
        var result = await scene.AskAsync("set vm.swappiness to 10", yes: true);
        Assert.Equal(ExitCodes.Inconclusive, result.ExitCode);
        Assert.Contains("EBUSY", result.Problem!.Message, StringComparison.Ordinal);
        Assert.Equal("60", scene.Kernel[Swappiness].Trim());
    }

    [Theory]
    [InlineData("decline", ExitCodes.Declined)]
    [InlineData("help", ExitCodes.Done)]
    [InlineData("confirm", ExitCodes.BadInput)]
    [InlineData("watch", ExitCodes.BadInput)]
    [InlineData("diagnose", ExitCodes.Done)]
    [InlineData("inspect", ExitCodes.Done)]
    [InlineData("history", ExitCodes.Done)]
    [InlineData("undo", ExitCodes.Done)]
    public async Task Every_act_has_an_answer(string act, int exitCode)
    {
        using var scene = new PipelineScene(Intent(act));
        var result = await scene.AskAsync("anything");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.NotEmpty(result.Summary);
        Assert.Empty(scene.Kernel.Writes);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\u001b\u0007", "empty")]
    public async Task A_message_with_nothing_in_it_is_bad_input(string text, string code)
    {
        using var scene = new PipelineScene();
        var result = await scene.AskAsync(text);
        Assert.Equal((ExitCodes.BadInput, code), (result.ExitCode, result.Problem!.Code));
    }

    [Fact]
    public async Task A_plan_is_ruled_on_again_when_it_is_applied_later()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10"));
        var plan = (await scene.AskAsync("set vm.swappiness to 10", dryRun: true)).Plan!;
        scene.Kernel[Swappiness] = "70\n";
        var result = await scene.Pipeline.ApplyAsync(plan, new AskOptions(Yes: true), default);
        Assert.Equal(ExitCodes.Refused, result.ExitCode);
        Assert.Contains("someone changed it", result.Summary, StringComparison.Ordinal);
        Assert.Empty(scene.Kernel.Writes);
    }

    [Fact]
    public async Task A_plan_that_was_edited_after_it_was_made_is_refused()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10"));
        var plan = (await scene.AskAsync("set vm.swappiness to 10", dryRun: true)).Plan!;
        var result = await scene.Pipeline.ApplyAsync(plan with { Steps = [plan.Steps[0] with { To = "99" }] }, new AskOptions(Yes: true), default);
        Assert.Equal(ExitCodes.Refused, result.ExitCode);
        Assert.Empty(scene.Kernel.Writes);
    }

    private static async Task<PipelineScene> ChangedSinceAsync(bool approves)
    {
        var scene = new PipelineScene(Intent("set", "vm.swappiness", "10")) { Approves = approves };
        await scene.AskAsync("set vm.swappiness to 10", yes: true);
        scene.Kernel[Swappiness] = "33\n";
        return scene;
    }

    [Fact]
    public async Task What_someone_else_set_since_is_shown_with_both_others_and_stays_without_a_yes()
    {
        using var scene = await ChangedSinceAsync(approves: false);
        var result = await scene.Pipeline.UndoAsync("last", force: false, default);
        Assert.Equal((ExitCodes.Refused, "33\n"), (result.ExitCode, scene.Kernel[Swappiness]));
        Assert.Contains("was '60' before, Kernward set '10', it is '33' now", result.Problem!.Message);
        Assert.Equal("`kernward undo c1 --force` takes it back all the same", result.Problem.Hint);
        Assert.Equal("Take vm.swappiness back to 60 although someone set 33?", scene.Asked[^1]);
        Assert.Equal(ExitCodes.Done, (await scene.Pipeline.UndoAsync("c1", force: true, default)).ExitCode);
        Assert.Equal("60\n", scene.Kernel[Swappiness]);
    }

    [Fact]
    public async Task What_someone_else_set_since_is_taken_back_after_a_yes()
    {
        using var scene = await ChangedSinceAsync(approves: true);
        Assert.Equal(ExitCodes.Done, (await scene.Pipeline.UndoAsync("last", force: false, default)).ExitCode);
        Assert.Equal((2, "60\n"), (scene.Asked.Count, scene.Kernel[Swappiness]));
    }

    [Fact]
    public async Task What_changes_while_the_operator_thinks_is_shown_and_asked_about_anew()
    {
        using var scene = await ChangedSinceAsync(approves: true);
        scene.OnAsked = () =>
        {
            if (scene.Asked.Count == 2) scene.Kernel[Swappiness] = "44\n";
        };
        Assert.Equal(ExitCodes.Done, (await scene.Pipeline.UndoAsync("last", force: false, default)).ExitCode);
        Assert.Equal("60\n", scene.Kernel[Swappiness]);
        Assert.Equal(["Take vm.swappiness back to 60 although someone set 33?", "Take vm.swappiness back to 60 although someone set 44?"],
            scene.Asked.Where(text => text.EndsWith('?')));
    }

    [Fact]
    public async Task An_undo_is_undone_by_its_id_again_and_again()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10"));
        await scene.AskAsync("set vm.swappiness to 10", yes: true);
        foreach (var (id, value) in new[] { ("c1", "60\n"), ("c2", "10\n"), ("c3", "60\n"), ("c4", "10\n") })
        {
            Assert.Equal(ExitCodes.Done, (await scene.Pipeline.UndoAsync(id, force: false, default)).ExitCode);
            Assert.Equal(value.Trim(), scene.Kernel[Swappiness].Trim());
        }
        var again = await scene.Pipeline.UndoAsync("c1", force: false, default);
        Assert.Equal(ExitCodes.Refused, again.ExitCode);
        Assert.Contains("c1 is reverted, there is nothing of it to undo", again.Summary);
        Assert.Equal(ExitCodes.Refused, (await scene.Pipeline.UndoAsync("c99", force: false, default)).ExitCode);
    }

    [Fact]
    public async Task Damage_to_the_journal_is_said_in_the_history_until_it_is_accepted()
    {
        using var scene = new PipelineScene(Intent("set", "vm.swappiness", "10"), Intent("set", "vm.swappiness", "20"), Intent("set", "vm.swappiness", "20"));
        await scene.AskAsync("set vm.swappiness to 10", yes: true);
        foreach (var file in Directory.GetFiles(scene.State, "journal.db-*")) File.Delete(file);
        File.WriteAllText(Path.Combine(scene.State, "journal.db"), new string('x', 5000));
        var rows = (await scene.Pipeline.HistoryAsync(5, default)).Answer!.Rows;
        Assert.Contains("journal.db.damaged-", rows[0].Note);
        Assert.Equal(("vm.swappiness in host", "10", "was 60 before Kernward changed it; Kernward left it at 10"), (rows[1].Label, rows[1].Value, rows[1].Note));
        var refused = await scene.AskAsync("set vm.swappiness to 20", yes: true);
        Assert.Equal((ExitCodes.Unavailable, "journal"), (refused.ExitCode, refused.Problem!.Code));
        Assert.Single(scene.Kernel.Writes);
        Assert.Equal(ExitCodes.Done, (await scene.Pipeline.AcceptDamageAsync(default)).ExitCode);
        Assert.Equal("no-damage", (await scene.Pipeline.AcceptDamageAsync(default)).Problem!.Code);
        Assert.Equal(ExitCodes.Applied, (await scene.AskAsync("set vm.swappiness to 20", yes: true)).ExitCode);
    }
}
