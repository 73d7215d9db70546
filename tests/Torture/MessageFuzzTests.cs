using System.Text;
using Kernward.Torture;
using Kernward.Torture.Faults;
using Kernward.Torture.Messages;

namespace Kernward.Tests.Torture;

/// <summary>Memory in use and time without an answer are the process's, so that nothing may run beside these.</summary>
[CollectionDefinition(nameof(MessageFuzzTests), DisableParallelization = true)]
[Collection(nameof(MessageFuzzTests))]
public sealed class MessageFuzzTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly ScratchSpace _scratch = ScratchSpace.InMemory();
    private readonly Tally _tally = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_hundred_thousand_wrong_messages_crash_nothing_hang_nothing_and_write_nothing()
    {
        await new MessageFuzz(_scratch, _tally, 20261127).RunAsync(100_000, Never);
        Assert.True(_tally.Losses.Count == 0, string.Join('\n', _tally.Losses.Take(40)));
        Assert.Equal(100_000, _tally.Messages);
    }

    [Fact]
    public async Task Nor_do_thousands_to_the_real_program()
    {
        await new ProcessFuzz(_scratch, _tally, 20261127).RunAsync(3000, Never);
        Assert.True(_tally.Losses.Count == 0, string.Join('\n', _tally.Losses.Take(40)));
    }

    [Fact]
    public async Task A_message_that_is_carried_out_is_found()
    {
        await using var scene = new FaultScene(_scratch);
        await new MessageFuzz(_scratch, _tally, 1).SayAsync(scene, [Encoding.UTF8.GetBytes(new Seeds(scene.Plan).Approved)], "here", null);
        Assert.EndsWith("writes were made", Assert.Single(_tally.Losses).What);
    }

    [Fact]
    public async Task A_line_without_an_answer_is_found()
    {
        await using var scene = new FaultScene(_scratch);
        await new MessageFuzz(_scratch, _tally, 1).SayAsync(scene, ["{\"op\":\"hello\"}\n\n"u8.ToArray()], "here", null);
        Assert.Equal("1 lines were answered with 3", Assert.Single(_tally.Losses).What);
    }

    [Fact]
    public void Most_messages_are_different_and_wrong_in_different_ways()
    {
        using var scratch = ScratchSpace.OnDisk();
        var mutator = new Mutator(new Seeds(new FaultScene(scratch).Plan), new Random(3));
        var lines = Enumerable.Range(0, 2000).Select(_ => Encoding.Latin1.GetString(mutator.Next())).Distinct().ToList();
        Assert.True(lines.Count > 1700, $"{lines.Count} are different");
        Assert.DoesNotContain(lines, line => line.Contains('\n'));
    }
}
