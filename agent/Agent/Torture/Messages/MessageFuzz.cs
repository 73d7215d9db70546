using Kernward.Torture.Faults;
using Kernward.Worker;

namespace Kernward.Torture.Messages;

/// <summary>
/// Mutated messages to a worker's server in this process: each line is answered with a line, nothing is written, nothing crashes,
/// and the memory that stays in use does not grow.
/// </summary>
internal sealed class MessageFuzz(ScratchSpace scratch, Tally tally, int seed)
{
    private const int Batch = 2000;

    /// <summary>In bytes. Lines of ten megabytes are among the messages, and the pools keep some arrays of that size; a leak of each message would be more.</summary>
    private const long MostGrowth = 512L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task RunAsync(int messages, CancellationToken cancel)
    {
        var random = new Random(seed);
        var before = 0L;
        for (var (done, batch) = (0, 0); done < messages; batch++)
        {
            cancel.ThrowIfCancellationRequested();
            done += await BatchAsync(Math.Min(Batch, messages - done), $"messages: seed {seed}, batch {batch}", random).ConfigureAwait(false);
            var used = GC.GetTotalMemory(forceFullCollection: batch % 10 == 0);
            if (batch == 0) before = used;
            else if (batch % 10 == 0 && used - before > MostGrowth) tally.Lost(new Loss($"messages: seed {seed}, batch {batch}", $"{used - before} bytes more stay in use than at first"));
        }
    }

    private async Task<int> BatchAsync(int count, string where, Random random)
    {
        await using var scene = new FaultScene(scratch);
        var mutator = new Mutator(new Seeds(scene.Plan), random);
        await SayAsync(scene, [.. Enumerable.Range(0, count).Select(_ => mutator.Next())], where, random.Next(4) == 0 ? random : null).ConfigureAwait(false);
        return count;
    }

    /// <summary>Says lines to a server of the scene's worker; where <paramref name="slowly"/> is given, in pieces of random length.</summary>
    internal async Task SayAsync(FaultScene scene, IReadOnlyList<byte[]> lines, string where, Random? slowly)
    {
        byte[] bytes = [.. lines.SelectMany(line => line.Append((byte)'\n'))];
        using var output = new MemoryStream();
        using var input = slowly is null ? new MemoryStream(bytes) : new DribbleStream(bytes, slowly);
        var serving = Task.Run(() => new WorkerServer(scene.Worker, input, output).RunAsync(CancellationToken.None));
        try
        {
            await serving.WaitAsync(Patience, TimeProvider.System).ConfigureAwait(false);
            Check(where, lines.Count, output.ToArray(), scene);
        }
        catch (TimeoutException)
        {
            tally.Lost(new Loss(where, "it hangs"));
        }
        tally.Said(lines.Count);
    }

    private void Check(string where, int count, byte[] output, FaultScene scene)
    {
        var replies = output.AsSpan().Count((byte)'\n');
        if (replies != count) tally.Lost(new Loss(where, $"{count} lines were answered with {replies}"));
        if (output.AsSpan().IndexOf("\"code\":\"internal\""u8) is >= 0 and var at)
            tally.Lost(new Loss(where, "a message was answered with an internal error: " + System.Text.Encoding.UTF8.GetString(output.AsSpan(at, Math.Min(300, output.Length - at)))));
        if (scene.Kernel.Writes > 0) tally.Lost(new Loss(where, $"{scene.Kernel.Writes} writes were made"));
    }
}
