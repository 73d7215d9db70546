using Kernward.Machine;

namespace Kernward.Measurement;

/// <summary>
/// Reads one subsystem. A sensor keeps what it needs between samples (buffers, names) and belongs to one
/// <see cref="Sampler"/>. It may throw on absurd content: the sampler counts that and goes on with the others.
/// </summary>
public interface ISensor
{
    /// <summary>Short name of the subsystem: <c>cpu</c>, <c>memory</c>, <c>cgroup</c>.</summary>
    string Name { get; }

    /// <summary>CPU time that one reading may take on a large host; what takes more again and again is read less often.</summary>
    TimeSpan Budget => SensorBudget.Usual;

    /// <summary>Adds this subsystem's readings; what the host lacks is not added.</summary>
    void Sample(Host host, SnapshotBuilder into);
}
