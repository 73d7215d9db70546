using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>Readings of one accelerator, or of all of one vendor.</summary>
internal interface IAcceleratorReader
{
    /// <summary>Adds what there is; the subject is the PCI address.</summary>
    void Read(Host host, SnapshotBuilder into);
}
