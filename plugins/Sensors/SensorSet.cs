using Kernward.Measurement;
using Kernward.Plugins.Sensors.Accelerators;
using Kernward.Plugins.Sensors.Cgroups;
using Kernward.Plugins.Sensors.Hardware;
using Kernward.Plugins.Sensors.Kernel;
using Kernward.Plugins.Sensors.Memory;

namespace Kernward.Plugins.Sensors;

/// <summary>All sensors, in the order in which some need others' readings.</summary>
public static class SensorSet
{
    /// <summary>A fresh set, for one <see cref="Sampler"/>: sensors remember what they saw.</summary>
    public static IReadOnlyList<ISensor> Create()
    {
        var members = new CgroupMembers();
        return
        [
            new CpuSensor(), new CpuClockSensor(), new LoadSensor(), new PressureSensor(), new MemorySensor(), new VmStatSensor(),
            new DiskSensor(), new FileSystemSensor(), new BtrfsSensor(), new InterfaceSensor(), new ProtocolSensor(), new SoftnetSensor(),
            new SocketSensor(), new ConnectionSensor(), new ListenerSensor(), new ConntrackSensor(), new NeighborSensor(),
            new FileHandleSensor(), new StorageClientSensor(), new AcceleratorSensor(), new CgroupSensor(members), new ProcessSensor(members),
            new RunQueueSensor(), new InterruptSensor(), new ClockSensor(), new KernelLogSensor(PluginKnowledge.LoadKernelEvents),
            new ZoneSensor(), new SlabSensor(), new NumaSensor(), new SwapSensor(), new DimmSensor(), new RaidSensor(),
            new DiskHealthSensor(), new TemperatureSensor(), new PowerSensor(), new DeletedFileSensor(),
        ];
    }
}
