using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Worker;

/// <summary>
/// Answers requests that come as JSON lines, one reply line each, until the input ends: then the mind is gone, and what it did
/// not confirm is taken back.
/// </summary>
public sealed class WorkerServer(IWorker worker, Stream input, Stream output)
{
    /// <summary>Bytes; a plan of 32 steps is a hundredth of that.</summary>
    public const int LongestLine = 1 << 20;

    /// <summary>As many malformed messages of one client are noted; who sends more has been heard.</summary>
    private const int MostNoted = 10;

    private int _noted;

    /// <summary>Told of messages that make no sense.</summary>
    public Action<string> Malformed { get; init; } = _ => { };

    /// <summary>Who the kernel says is asking; what a message claims counts only where this is empty.</summary>
    public string Client { get; init; } = "";

    /// <summary>Returns at the end of the input, or where the output is closed, or cancelled; in each case all is restored.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using (worker.ConfigureAwait(false))
        {
            try
            {
                var lines = new LineReader(input, LongestLine);
                while (await lines.ReadAsync(cancel).ConfigureAwait(false) is ({ } line, var tooLong))
                    await SendAsync(await ReplyAsync(line, tooLong, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // Nobody is left to tell; disposing the worker restores.
            }
        }
    }

    private async Task<WorkerReply> ReplyAsync(byte[] line, bool tooLong, CancellationToken cancel)
    {
        if (tooLong) return Refused($"a line of more than {LongestLine} bytes");
        try
        {
            if (WorkerJson.Parse(line, out var reason) is not { } request) return Refused(reason);
            return await worker.AskAsync(Signed(request), cancel).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // One of the four outer edges: whatever a message causes, the worker lives on to restore.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return WorkerReply.No("internal", Shown.Safe($"{e.GetType().Name}: {e.Message}"));
        }
    }

    private WorkerReply Refused(string reason)
    {
        if (_noted++ < MostNoted) Malformed(Client.Length > 0 ? $"{Client}: {reason}" : reason);
        return WorkerReply.No("malformed", reason);
    }

    private WorkerRequest Signed(WorkerRequest request) => request switch
    {
        _ when Client.Length == 0 => request,
        ApplyRequest apply => apply with { Approval = apply.Approval with { Who = Named(apply.Approval.Who) } },
        UndoRequest undo => undo with { Who = Named(undo.Who) },
        _ => request,
    };

    private string Named(string claimed) => $"{Shown.Safe(claimed, 60)} ({Client})";

    private async Task SendAsync(WorkerReply reply, CancellationToken cancel)
    {
        await output.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(reply, WorkerJson.Default.WorkerReply), (byte)'\n'], cancel).ConfigureAwait(false);
        await output.FlushAsync(cancel).ConfigureAwait(false);
    }
}
