using Kernward.Confinement;
using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Worker;

/// <summary>Why not. <paramref name="Code"/>: <c>malformed bad-request busy locked refused journal audit internal</c>.</summary>
public sealed record WorkerError(string Code, string Message);

/// <summary>
/// Who answers. <paramref name="Sandbox"/> is the weakest in which it executes a plan; <paramref name="Settled"/> what it found left by
/// a dead worker and put right since it started.
/// </summary>
public sealed record WorkerHello(
    string Version, int Pid, int Euid, string Host, string Boot, string NetNamespace, string Sandbox, IReadOnlyList<ExecutionResult> Settled)
{
    /// <summary>Strongest first: each kind of sandbox, with why it cannot be had (empty where it was tried and can). Only where it was asked.</summary>
    public IReadOnlyList<SandboxProbe>? Sandboxes { get; init; }
}

/// <summary>The answer to one request: one JSON line; keys that do not apply are absent.</summary>
public sealed record WorkerReply
{
    public required bool Ok { get; init; }

    public WorkerError? Error { get; init; }

    public WorkerHello? Hello { get; init; }

    /// <summary>The worker's own ruling on a plan.</summary>
    public Ruling? Ruling { get; init; }

    /// <summary>What became of the plan, the confirmation, or each change that was to be undone.</summary>
    public IReadOnlyList<ExecutionResult>? Results { get; init; }

    public IReadOnlyList<ChangeRecord>? History { get; init; }

    /// <summary>What is known of a journal that was found damaged, while that is not accepted; with hello and history.</summary>
    public string? JournalDamage { get; init; }
    /// <summary>With hello and history: what somebody else took over since Kernward set it.</summary>
    public IReadOnlyList<ManualTunable>? Manual { get; init; }

    /// <summary>How many earlier writes a release concerned.</summary>
    public int? Released { get; init; }

    internal static WorkerReply No(string code, string message) => new() { Ok = false, Error = new WorkerError(code, message) };

    internal static WorkerReply Yes(params IReadOnlyList<ExecutionResult> results) => new() { Ok = true, Results = results };
}
