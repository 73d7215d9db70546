using System.Diagnostics;
using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Worker;

/// <summary>Where the worker's program is, what it is started with, and how long an answer may take (default 30 s).</summary>
public sealed record WorkerCommand(string Program, IReadOnlyList<string> Arguments)
{
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The program beside this one, unless a setting names another.</summary>
    public static string Find(string setting) => setting.Length > 0 ? setting : Path.Combine(AppContext.BaseDirectory, "kernward-worker");
}

/// <summary>
/// A worker in a process of its own, started here and spoken to over its standard input and output. When it dies, what it had
/// not confirmed is put right by the next one. Thread-safe; one request at a time.
/// </summary>
public sealed class WorkerClient : IWorker
{
    private const int LongestReply = 16 << 20;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Process _process;
    private readonly LineReader _replies;
    private readonly Task<string> _errors;
    private readonly WorkerCommand _command;
    private readonly TimeProvider _time;
    private string _pending = "";
    private bool _broken;

    private WorkerClient(Process process, WorkerCommand command, TimeProvider time)
    {
        (_process, _command, _time) = (process, command, time);
        _replies = new LineReader(process.StandardOutput.BaseStream, LongestReply);
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its process id.</summary>
    public int Pid => _process.Id;

    /// <exception cref="WorkerException">It cannot be started.</exception>
    public static WorkerClient Start(WorkerCommand command, TimeProvider time)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            return new WorkerClient(Process.Start(start)!, command, time);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            throw new WorkerException($"the worker {command.Program} cannot be started: {e.Message}", e);
        }
    }

    public async Task<WorkerReply> AskAsync(WorkerRequest request, CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (_broken) throw await GoneAsync(null).ConfigureAwait(false);
            _broken = true;
            var reply = await ExchangeAsync(request).WaitAsync(Patience(request), _time, cancel).ConfigureAwait(false);
            _broken = false;
            Remember(request, reply);
            return reply;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or JsonException or TimeoutException)
        {
            throw await GoneAsync(e).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes its input, upon which it restores what was not confirmed and ends; one that does not end is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(_command.Timeout, _time).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or TimeoutException or ObjectDisposedException)
        {
            Kill();
        }
        _process.Dispose();
    }

    /// <summary>An exchange that is given up in the middle leaves the line unusable; what comes later is not taken for an answer.</summary>
    private async Task<WorkerReply> ExchangeAsync(WorkerRequest request)
    {
        var input = _process.StandardInput.BaseStream;
        await input.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(request, WorkerJson.Default.WorkerRequest), (byte)'\n']).ConfigureAwait(false);
        await input.FlushAsync().ConfigureAwait(false);
        var (line, tooLong) = await _replies.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        if (line is null) throw new IOException("it closed its output");
        if (tooLong) throw new IOException("its answer is too long");
        return JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerReply) ?? throw new JsonException("it answered null");
    }

    /// <summary>A request that needs the lock may wait for it before it is refused.</summary>
    private TimeSpan Patience(WorkerRequest request) =>
        request is ApplyRequest or UndoRequest or ReleaseRequest ? _command.Timeout * 2 : _command.Timeout;

    private void Remember(WorkerRequest request, WorkerReply reply)
    {
        if (reply.Results is [{ State: Execution.ChangeState.Pending } pending]) _pending = pending.Change;
        else if (request is ConfirmRequest or RevertRequest) _pending = "";
    }

    private async Task<WorkerException> GoneAsync(Exception? cause)
    {
        var ended = await EndedAsync().ConfigureAwait(false);
        var known = cause is TimeoutException ? "the worker does not answer"
            : ended ? $"the worker ended with code {_process.ExitCode}" : "the worker cannot be spoken to";
        var said = ended ? Shown.Safe((await _errors.ConfigureAwait(false)).Trim()) : "";
        var pending = _pending.Length > 0 ? $" {_pending} was not confirmed: it is taken back at its deadline, or when a worker next starts." : "";
        return new WorkerException($"{known}{(said.Length > 0 ? $": {said}" : "")}.{pending}", cause);
    }

    /// <summary>A closed pipe is seen a moment before the process is gone.</summary>
    private async Task<bool> EndedAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(1), _time).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile.
        }
    }
}
