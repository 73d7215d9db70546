using System.Diagnostics;
using System.Globalization;
using Kernward.Demo;

namespace Kernward.Torture;

/// <summary>What a mind answered. <paramref name="Changes"/> in its order; empty where <paramref name="Ok"/> is false.</summary>
internal sealed record MindReply(bool Ok, IReadOnlyList<KeyValuePair<string, string>> Changes, string Text)
{
    public static MindReply Of(string line) => new(line.StartsWith("ok", StringComparison.Ordinal),
        [.. line.Split(' ').Where(word => line.StartsWith("ok", StringComparison.Ordinal) && word.Contains('='))
            .Select(word => KeyValuePair.Create(word.Split('=')[0], word.Split('=')[1]))], line);

    /// <summary>The id of the change where there is one, in that state; null otherwise.</summary>
    public string? Only(string state) => Changes is [var only] && only.Value == state ? only.Key : null;
}

/// <summary>A mind as a running process, with the worker that it started. Ends with this process, as its input does.</summary>
internal sealed class MindProcess : IDisposable
{
    private readonly Process _process;

    public MindProcess(IEnumerable<string> workerArguments)
    {
        var start = SelfProgram.Start(["torture-mind", .. workerArguments]);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
        Pid = _process.Id;
    }

    public int Pid { get; }

    /// <summary>0 until one was started.</summary>
    public int Worker { get; private set; }

    public bool IsAlive => ProcessTable.IsAlive(Pid);

    /// <summary>Null where it died before it answered.</summary>
    public async Task<MindReply?> AskAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync().ConfigureAwait(false);
            return await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } answer ? MindReply.Of(answer) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Starts a worker, which is up when it first answers.</summary>
    public async Task StartWorkerAsync()
    {
        var reply = await AskAsync("start").ConfigureAwait(false);
        if (reply is not { Ok: true, Changes: [{ Key: "pid" } pid] }) throw new TortureException($"no worker could be started: {reply?.Text ?? "its mind died"}");
        Worker = int.Parse(pid.Value, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (Worker > 0 && IsAlive) ProcessTable.Kill(Worker);
        ProcessTable.Kill(Pid);
        _process.WaitForExit();
        _process.Dispose();
    }
}
