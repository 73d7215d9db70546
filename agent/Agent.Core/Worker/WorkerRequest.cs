using System.Text.Json.Serialization;
using Kernward.Domain;
using Kernward.Policy;

namespace Kernward.Worker;

/// <summary>What a worker can be asked: one JSON line each, <c>{"op":"hello"}</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(HelloRequest), "hello")]
[JsonDerivedType(typeof(ApplyRequest), "apply")]
[JsonDerivedType(typeof(ConfirmRequest), "confirm")]
[JsonDerivedType(typeof(RevertRequest), "revert")]
[JsonDerivedType(typeof(UndoRequest), "undo")]
[JsonDerivedType(typeof(ReleaseRequest), "release")]
[JsonDerivedType(typeof(HistoryRequest), "history")]
[JsonDerivedType(typeof(AcceptDamageRequest), "accept-damage")]
public abstract record WorkerRequest;

/// <summary>Who are you? With <paramref name="Probe"/> every kind of sandbox is tried, which takes a moment.</summary>
public sealed record HelloRequest(bool Probe = false) : WorkerRequest;

/// <summary>Apply a plan, and take it back unless it is confirmed within so many seconds (1 to 3600).</summary>
public sealed record ApplyRequest(Plan Plan, Approval Approval, int DeadlineS) : WorkerRequest
{
    /// <summary>What led to the plan, for a later replay (<see cref="Detection.ObservationText"/>); kept as it comes, never looked at.</summary>
    public string? Observation { get; init; }
}

public sealed record ConfirmRequest(string Change) : WorkerRequest;

public sealed record RevertRequest(string Change) : WorkerRequest;

/// <summary><paramref name="Which"/>: <c>last</c>, <c>all</c> or an id. <paramref name="Force"/>: also what somebody else set since.</summary>
public sealed record UndoRequest(string Which, bool Force, string Who) : WorkerRequest
{
    /// <summary>Forces only on what a refusal showed (<see cref="Execution.ExecutionResult.Seen"/>); absent: on whatever is there.</summary>
    public string? Seen { get; init; }
}

public sealed record ReleaseRequest(string Tunable) : WorkerRequest;

/// <summary>The newest changes, 1 to 1000.</summary>
public sealed record HistoryRequest(int Limit) : WorkerRequest;

/// <summary>A journal was damaged and is lost: what it held can no longer be undone, and changes may be made again.</summary>
public sealed record AcceptDamageRequest : WorkerRequest;
