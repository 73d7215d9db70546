using Kernward.Domain;
using Kernward.Execution;
using Kernward.Policy;

namespace Kernward.Worker;

/// <summary>The requests as calls. Each throws <see cref="WorkerException"/> where there is no worker left.</summary>
public static class WorkerCalls
{
    extension(IWorker worker)
    {
        public Task<WorkerReply> HelloAsync(CancellationToken cancel) => worker.AskAsync(new HelloRequest(), cancel);

        /// <summary>The same, and which sandboxes this host really has.</summary>
        public Task<WorkerReply> ProbeAsync(CancellationToken cancel) => worker.AskAsync(new HelloRequest(Probe: true), cancel);

        /// <summary>
        /// Deadline in whole seconds, 1 to 3600; after that the worker takes the plan back by itself. <paramref name="observation"/>:
        /// what led to the plan, for the record.
        /// </summary>
        public Task<WorkerReply> ApplyAsync(Plan plan, Approval approval, TimeSpan deadline, CancellationToken cancel, string? observation = null) =>
            worker.AskAsync(new ApplyRequest(plan, approval, (int)Math.Ceiling(deadline.TotalSeconds)) { Observation = observation }, cancel);

        public Task<WorkerReply> ConfirmAsync(string change, CancellationToken cancel) => worker.AskAsync(new ConfirmRequest(change), cancel);

        public Task<WorkerReply> RevertAsync(string change, CancellationToken cancel) => worker.AskAsync(new RevertRequest(change), cancel);

        public Task<WorkerReply> UndoAsync(string which, string who, bool force, CancellationToken cancel) =>
            worker.AskAsync(new UndoRequest(which, force, who), cancel);

        /// <summary>Takes back what somebody else set too, if it is what <paramref name="shown"/> told of.</summary>
        public Task<WorkerReply> UndoSeenAsync(ExecutionResult shown, string who, CancellationToken cancel) =>
            worker.AskAsync(new UndoRequest(shown.Change, true, who) { Seen = shown.Seen }, cancel);

        public Task<WorkerReply> ReleaseAsync(string tunable, CancellationToken cancel) => worker.AskAsync(new ReleaseRequest(tunable), cancel);

        public Task<WorkerReply> AcceptDamageAsync(CancellationToken cancel) => worker.AskAsync(new AcceptDamageRequest(), cancel);

        public Task<WorkerReply> HistoryAsync(int limit, CancellationToken cancel) => worker.AskAsync(new HistoryRequest(limit), cancel);
    }
}
