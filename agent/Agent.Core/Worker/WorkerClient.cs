using System.Diagnostics;
using System.Text.Json;
using Kernward.Confinement;
using Kernward.Domain;

namespace Kernward.Worker;

/// <summary>Where the worker's program is, what it is started with, and how long an answer may take (default 30 s).</summary>
public sealed record WorkerCommand(string Program, IReadOnlyList<string> Arguments)
{
    public TimeSpan Timeout { get; init; } = WorkerClient.DefaultTimeout;

    /// <summary>The program beside this one, unless a setting names another.</summary>
    public static string Find(string setting) => setting.Length > 0 ? setting : Path.Combine(AppContext.BaseDirectory, "kernward-worker");
}

/// <summary>
/// A worker in a process of its own: started here and spoken to over its standard input and output, or one that listens. When it
/// dies, what it had not confirmed is put right by the next one. Thread-safe; one request at a time.
/// </summary>
public sealed class WorkerClient : IWorker
{
    internal static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private const int LongestReply = 16 << 20;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Process? _process;
    private readonly Stream _input;
    private readonly LineReader _replies;
    private readonly Task<string> _errors;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private string _pending = "";
    private bool _broken;

    private WorkerClient(Process? process, Stream input, Stream output, TimeSpan timeout, TimeProvider time)
    {
        (_process, _input, _timeout, _time) = (process, input, timeout, time);
        _replies = new LineReader(output, LongestReply);
        _errors = process?.StandardError.ReadToEndAsync() ?? Task.FromResult("");
    }

    /// <summary>Its process id; 0 for one that was not started here.</summary>
    public int Pid => _process?.Id ?? 0;

    /// <summary>One that listens, over a connection to it.</summary>
    internal static WorkerClient Over(Stream connection, TimeProvider time) => new(null, connection, connection, DefaultTimeout, time);

    /// <exception cref="WorkerException">It cannot be started.</exception>
    public static WorkerClient Start(WorkerCommand command, TimeProvider time)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            var process = WorkerRights.Start(start);
            return new WorkerClient(process, process.StandardInput.BaseStream, process.StandardOutput.BaseStream, command.Timeout, time);
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
            await _input.DisposeAsync().ConfigureAwait(false);
            if (_process is null) return;
            await _process.WaitForExitAsync().WaitAsync(_timeout, _time).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or TimeoutException or ObjectDisposedException)
        {
            Kill();
        }
        _process?.Dispose();
    }

    /// <summary>An exchange that is given up in the middle leaves the line unusable; what comes later is not taken for an answer.</summary>
    private async Task<WorkerReply> ExchangeAsync(WorkerRequest request)
    {
        await _input.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(request, WorkerJson.Default.WorkerRequest), (byte)'\n']).ConfigureAwait(false);
        await _input.FlushAsync().ConfigureAwait(false);
        var (line, tooLong) = await _replies.ReadAsync(CancellationToken.None).ConfigureAwait(false);
        if (line is null) throw new IOException("it closed its output");
        if (tooLong) throw new IOException("its answer is too long");
        return JsonSerializer.Deserialize(line, WorkerJson.Default.WorkerReply) ?? throw new JsonException("it answered null");
    }

    /// <summary>A request that needs the lock may wait for it before it is refused.</summary>
    private TimeSpan Patience(WorkerRequest request) =>
        request is ApplyRequest or UndoRequest or ReleaseRequest ? _timeout * 2 : _timeout;

    private void Remember(WorkerRequest request, WorkerReply reply)
    {
        if (reply.Results is [{ State: Execution.ChangeState.Pending } pending]) _pending = pending.Change;
        else if (request is ConfirmRequest or RevertRequest) _pending = "";
    }

    private async Task<WorkerException> GoneAsync(Exception? cause)
    {
        var ended = await EndedAsync().ConfigureAwait(false);
        var known = cause is TimeoutException ? "the worker does not answer"
            : ended ? $"the worker ended{(_process is null ? "" : $" with code {_process.ExitCode}")}" : "the worker cannot be spoken to";
        var said = ended ? Shown.Safe((await _errors.ConfigureAwait(false)).Trim()) : "";
        var pending = _pending.Length > 0 ? $" {_pending} was not confirmed: it is taken back at its deadline, or when a worker next starts." : "";
        return new WorkerException($"{known}{(said.Length > 0 ? $": {said}" : "")}.{pending}", cause);
    }

    /// <summary>A closed pipe is seen a moment before the process is gone.</summary>
    private async Task<bool> EndedAsync()
    {
        if (_process is null) return true;
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
            _process?.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It ended meanwhile; or this process has dropped its rights, and the worker ends with its input.
        }
    }
}
