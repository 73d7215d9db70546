using System.Diagnostics;
using System.Text;
using Kernward.Worker;

namespace Kernward.Torture.Messages;

/// <summary>
/// The same to the real program: it answers a right message after thousands of wrong ones, ends with its input, has changed nothing
/// and needed little memory.
/// </summary>
internal sealed class ProcessFuzz(ScratchSpace scratch, Tally tally, int seed)
{
    private const long MostMemory = 400L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task RunAsync(int messages, CancellationToken cancel)
    {
        using var scene = new TreeScene(scratch, unified: false);
        var start = new ProcessStartInfo(WorkerCommand.Find(""), scene.WorkerArguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var worker = Process.Start(start)!;
        try
        {
            var complaints = worker.StandardError.ReadToEndAsync(cancel);
            var answers = CountAsync(worker.StandardOutput.BaseStream);
            await SayAsync(scene, worker, messages).WaitAsync(Patience, TimeProvider.System, cancel).ConfigureAwait(false);
            var memory = ProcessTable.PeakMemory(worker.Id);
            worker.StandardInput.Close();
            await worker.WaitForExitAsync(cancel).WaitAsync(Patience, TimeProvider.System, cancel).ConfigureAwait(false);
            Check(scene, worker.ExitCode, await answers.ConfigureAwait(false), messages, memory, await complaints.ConfigureAwait(false));
            tally.Said(messages);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            tally.Lost(new Loss(Where, e is TimeoutException ? "it hangs" : "it died: " + e.Message));
        }
        finally
        {
            if (!worker.HasExited) worker.Kill();
        }
    }

    private string Where => $"messages to the program: seed {seed}";

    /// <summary>Some lines arrive in two pieces.</summary>
    private async Task SayAsync(TreeScene scene, Process worker, int messages)
    {
        var random = new Random(seed);
        var sets = Enumerable.Range(0, 6).ToDictionary(knob => knob, _ => 1);
        var mutator = new Mutator(new Seeds(TorturePlan.Of(scene.Identity, scene.Knobs, World.First, sets)), random);
        var input = worker.StandardInput.BaseStream;
        for (var i = 0; i < messages; i++)
        {
            byte[] line = i == messages - 1 ? Encoding.UTF8.GetBytes("{\"op\":\"hello\"}\n") : [.. mutator.Next(), (byte)'\n'];
            var cut = random.Next(20) == 0 ? random.Next(line.Length) : line.Length;
            await input.WriteAsync(line.AsMemory(0, cut)).ConfigureAwait(false);
            await input.FlushAsync().ConfigureAwait(false);
            if (cut < line.Length) await Task.Yield();
            await input.WriteAsync(line.AsMemory(cut)).ConfigureAwait(false);
        }
        await input.FlushAsync().ConfigureAwait(false);
    }

    private static async Task<(int Lines, bool EndsWell)> CountAsync(Stream output)
    {
        using var reader = new StreamReader(output);
        var (lines, last) = (0, "");
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line) (lines, last) = (lines + 1, line);
        return (lines, last.Contains("\"hello\"", StringComparison.Ordinal));
    }

    private void Check(TreeScene scene, int exit, (int Lines, bool EndsWell) answers, int messages, long memory, string complaints)
    {
        if (exit != 0 || complaints.Length > 0) tally.Lost(new Loss(Where, $"it ended with {exit}: {complaints}"));
        if (answers.Lines != messages || !answers.EndsWell) tally.Lost(new Loss(Where, $"{messages} lines were answered with {answers.Lines}"));
        if (memory > MostMemory) tally.Lost(new Loss(Where, $"it needed {memory >> 20} MiB"));
        if (!World.First.Is(scene.Knobs, scene.ReadAll())) tally.Lost(new Loss(Where, "values were changed"));
    }
}
