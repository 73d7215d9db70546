using Kernward.Execution;

namespace Kernward.Torture.Faults;

/// <summary>What is done with the plan once it is pending: kept, taken back, or left until the worker ends.</summary>
internal enum Ending { Confirm, Revert, End }

/// <summary>One fault: what comes of the plan, how the fault is arranged before that is sent, and what is done while it is pending.</summary>
internal sealed record FaultCase(string Name, Ending Ending, Action<FaultScene> Arrange)
{
    public Action<FaultScene> WhilePending { get; init; } = _ => { };

    /// <summary>True where every old value must be back before the fault is over, and before any worker starts anew.</summary>
    public bool IsBackAtOnce { get; init; }

    /// <summary>How the change must end; null where that depends on the point that was hit.</summary>
    public ChangeState? Expected { get; init; }
}
