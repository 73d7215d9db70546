using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kernward.Domain;
using Kernward.Policy;
using Kernward.Worker;

namespace Kernward.Torture;

/// <summary>
/// The hidden command <c>torture-mind</c>: a process that holds the connection to a worker as the real one does, and dies when it
/// is killed. It does what its standard input says, one line each, and answers with one line:
/// <c>ok c1=kept ...</c>, <c>no CODE TEXT</c>, <c>gone TEXT</c>. It ends with its input.
/// </summary>
internal sealed class MindPart(IReadOnlyList<string> workerArguments) : IAsyncDisposable
{
    private const int Deadline = 600;
    private WorkerClient? _worker;

    public static async Task<int> RunAsync(string[] workerArguments)
    {
        // Ctrl-C in the terminal reaches every process; the one that began all this decides what ends.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        await using var mind = new MindPart(workerArguments);
        while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } line)
            await Console.Out.WriteLineAsync(await mind.AnswerAsync(line).ConfigureAwait(false)).ConfigureAwait(false);
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is { } worker) await worker.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<string> AnswerAsync(string line)
    {
        var cut = line.IndexOf(' ');
        var (word, rest) = cut < 0 ? (line, "") : (line[..cut], line[(cut + 1)..]);
        try
        {
            if (word == "start") return await StartAsync().ConfigureAwait(false);
            if (word == "end") return await EndAsync().ConfigureAwait(false);
            return Said(await AskAsync(word, rest).ConfigureAwait(false));
        }
        catch (WorkerException e)
        {
            return "gone " + e.Message.ReplaceLineEndings(" ");
        }
    }

    /// <summary>The worker before it is dead, or was told to end.</summary>
    private async Task<string> StartAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _worker = WorkerClient.Start(new WorkerCommand(WorkerCommand.Find(""), workerArguments), TimeProvider.System);
        return string.Create(CultureInfo.InvariantCulture, $"ok pid={_worker.Pid}");
    }

    private async Task<string> EndAsync()
    {
        await DisposeAsync().ConfigureAwait(false);
        _worker = null;
        return "ok";
    }

    private Task<WorkerReply> AskAsync(string word, string rest)
    {
        var worker = _worker ?? throw new WorkerException("no worker was started");
        return word switch
        {
            "hello" => worker.HelloAsync(CancellationToken.None),
            "apply" => ApplyAsync(worker, JsonSerializer.Deserialize(rest, AgentJson.Default.Plan)!),
            "confirm" => worker.ConfirmAsync(rest, CancellationToken.None),
            "revert" => worker.RevertAsync(rest, CancellationToken.None),
            "undo" => worker.UndoAsync(rest, "torture", false, CancellationToken.None),
            "history" => worker.HistoryAsync(1000, CancellationToken.None),
            _ => throw new WorkerException($"'{word}' is nothing to ask"),
        };
    }

    private static Task<WorkerReply> ApplyAsync(WorkerClient worker, Plan plan) =>
        worker.ApplyAsync(plan, new Approval(plan.Id, "torture", "--yes", TimeProvider.System.GetUtcNow()), TimeSpan.FromSeconds(Deadline), CancellationToken.None);

    /// <summary>Of the history only plans: an undo shows in the state of what it undid.</summary>
    private static string Said(WorkerReply reply)
    {
        if (reply.Error is { } error) return $"no {error.Code} {error.Message.ReplaceLineEndings(" ")}";
        var results = (reply.Results ?? []).Select(result => $"{result.Change}={result.State}");
        var history = (reply.History ?? []).Where(change => change.Undoes.Length == 0).Select(change => $"{change.Id}={change.State}");
        return string.Join(' ', results.Concat(history).Prepend("ok")).ToLowerInvariant();
    }
}
