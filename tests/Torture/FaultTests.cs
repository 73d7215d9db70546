using Kernward.Torture;
using Kernward.Torture.Faults;

namespace Kernward.Tests.Torture;

/// <summary>
/// Alone: a process that another test starts at that moment has a copy of every open file, and so of the lock, until it has become
/// its program; the workers here wait for nobody.
/// </summary>
[CollectionDefinition(nameof(FaultTests), DisableParallelization = true)]
[Collection(nameof(FaultTests))]
public sealed class FaultTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ScratchSpace _scratch = ScratchSpace.InMemory();
    private readonly Tally _tally = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Nothing_is_lost_by_any_fault()
    {
        await new FaultRound(_scratch, _tally).RunAsync(Never);
        Assert.True(_tally.Losses.Count == 0, string.Join('\n', _tally.Losses.Take(40)));
        Assert.True(_tally.Faults >= 400, $"{_tally.Faults} faults");
    }

    [Fact]
    public async Task Nothing_is_lost_by_a_fault_that_comes_while_values_are_given_back()
    {
        await new FaultRound(_scratch, _tally).RunLateAsync(Never);
        Assert.True(_tally.Losses.Count == 0, string.Join('\n', _tally.Losses.Take(40)));
        Assert.True(_tally.Faults >= 400, $"{_tally.Faults} faults");
    }

    [Fact]
    public async Task Nothing_is_lost_where_the_journal_cannot_be_written()
    {
        await new JournalFaults(_scratch, _tally).RunAsync(Never);
        Assert.True(_tally.Losses.Count == 0, string.Join('\n', _tally.Losses.Take(40)));
        Assert.True(_tally.Faults > 10, $"{_tally.Faults} faults");
    }

    [Fact]
    public async Task A_value_that_nobody_answers_for_is_found()
    {
        var knob = FaultScene.Knobs[2];
        var fault = new FaultCase("slips in", Ending.Confirm, _ => { }) { WhilePending = scene => scene.Kernel[knob.Path] = "4096 131072 5\n" };
        Assert.Contains(knob.Tunable, await new FaultRun(_scratch).RunAsync(fault, Never));
    }

    [Fact]
    public async Task What_was_somebody_elses_and_was_written_over_without_a_word_is_found()
    {
        var path = FaultScene.Knobs[0].Path;
        var fault = new FaultCase("written over", Ending.Revert, _ => { }) { WhilePending = scene =>
        {
            scene.Meddle(path, "77\n");
            scene.Kernel[path] = "10\n";
        } };
        Assert.Contains("vm.swappiness holds '60'", await new FaultRun(_scratch).RunAsync(fault, Never));
    }

    [Theory]
    [InlineData("Undo")]
    [InlineData("RecoveryOfApply")]
    [InlineData("RecoveryOfUndo")]
    public async Task A_value_that_slips_in_when_values_were_given_back_is_found(string under)
    {
        var knob = FaultScene.Knobs[2];
        var fault = new LateCase("slips in", Enum.Parse<Under>(under), 4, _ => { })
        {
            Then = scene =>
            {
                scene.Kernel[knob.Path] = "4096 131072 5\n";
                return Task.FromResult("");
            },
        };
        Assert.Contains(knob.Tunable, await new LateRun(_scratch).RunAsync(fault, Never));
    }

    [Fact]
    public async Task An_end_that_was_not_expected_is_found()
    {
        var fault = new FaultCase("none", Ending.Confirm, _ => { }) { Expected = Kernward.Execution.ChangeState.Failed };
        Assert.Equal("it ended as Kept and not Failed", await new FaultRun(_scratch).RunAsync(fault, Never));
    }
}
