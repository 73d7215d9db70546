using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Pressure stall information of the host.</summary>
internal sealed class PressureSensor : ISensor
{
    private static readonly string[] Resources = ["cpu", "memory", "io", "irq"];

    private readonly (string Path, PressureFile File)[] _files =
        [.. Resources.Select(resource => ("proc/pressure/" + resource, new PressureFile("pressure." + resource, withLongAverages: true)))];

    public string Name => "pressure";

    public void Sample(Host host, SnapshotBuilder into)
    {
        foreach (var (path, file) in _files) file.Add(host, path, into);
    }
}
