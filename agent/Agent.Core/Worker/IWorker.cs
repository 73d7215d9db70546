namespace Kernward.Worker;

/// <summary>The hands, in this process or in one with privileges: they rule on a request themselves and answer it. Disposing restores what was not confirmed.</summary>
public interface IWorker : IAsyncDisposable
{
    /// <summary>
    /// The answer, also where that is no (<see cref="WorkerReply.Ok"/> false). Throws <see cref="WorkerException"/> where there is
    /// nobody to answer any more.
    /// </summary>
    Task<WorkerReply> AskAsync(WorkerRequest request, CancellationToken cancel);
}
