using Kernward.Execution;

namespace Kernward.Worker;

/// <summary>
/// One client's use of a worker that others use too: disposing takes back what this client applied and did not confirm, and
/// leaves the worker as it is. Not thread-safe.
/// </summary>
public sealed class WorkerLease(IWorker worker) : IWorker
{
    private string _pending = "";

    public async Task<WorkerReply> AskAsync(WorkerRequest request, CancellationToken cancel)
    {
        var reply = await worker.AskAsync(request, cancel).ConfigureAwait(false);
        if (reply.Results is [{ State: ChangeState.Pending } pending]) _pending = pending.Change;
        else if (request is ConfirmRequest or RevertRequest) _pending = "";
        return reply;
    }

    public async ValueTask DisposeAsync()
    {
        if (_pending.Length == 0) return;
        try
        {
            await worker.RevertAsync(_pending, CancellationToken.None).ConfigureAwait(false);
        }
        catch (WorkerException)
        {
            // It has gone; whoever settles its journal next takes the change back.
        }
        _pending = "";
    }
}
