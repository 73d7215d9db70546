namespace Kernward.Torture.Faults;

/// <summary>What gives values back when the fault comes: an undo, or a fresh worker that settles what a killed one had begun.</summary>
internal enum Under { Undo, RecoveryOfApply, RecoveryOfUndo }

/// <summary>
/// One fault while values are given back. <paramref name="DiesAt"/>: before which of its writes the worker was killed that is recovered
/// from; beyond the last one: after all of them.
/// </summary>
internal sealed record LateCase(string Name, Under Under, int DiesAt, Action<FaultScene> Arrange)
{
    /// <summary>What is still true when the fault is over, before all is given back on request; empty where nothing is wrong.</summary>
    public Func<FaultScene, Task<string>> Then { get; init; } = _ => Task.FromResult("");
}
