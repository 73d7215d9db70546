using Kernward.Knowledge;

namespace Kernward.Plugins.Hardware;

/// <summary>An accelerator or a network card.</summary>
public sealed record Device
{
    /// <summary>PCI address (<c>0000:3b:00.0</c>), or class and name of what is not on PCI (<c>drm/card0</c>).</summary>
    public required string Address { get; init; }

    public required DeviceKind Kind { get; init; }

    /// <summary>As people say it; null where the numbers are not known.</summary>
    public string? Vendor { get; init; }

    public string? Family { get; init; }

    /// <summary>The product, where the driver tells.</summary>
    public string? Model { get; init; }

    /// <summary>Vendor, device and class on PCI in hexadecimal (<c>10de:2330</c>, <c>030200</c>).</summary>
    public string? PciId { get; init; }

    public string? PciClass { get; init; }

    /// <summary>Null where no driver has taken it.</summary>
    public string? Driver { get; init; }

    /// <summary>Memory node that it hangs on; null where the kernel does not say.</summary>
    public int? Node { get; init; }

    public int? IommuGroup { get; init; }

    public PciLink? Link { get; init; }

    /// <summary>True for a part of a device that is handed out as one of its own.</summary>
    public bool IsVirtualFunction { get; init; }

    /// <summary>How many such parts are made of it; null where it cannot be parted.</summary>
    public int? VirtualFunctions { get; init; }

    /// <summary>What the kernel calls it: <c>card0</c>, <c>renderD128</c>, <c>mlx5_0</c>, <c>eth0</c>, <c>nvidia0</c>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Of an RDMA device.</summary>
    public IReadOnlyList<RdmaPort> Ports { get; init; } = [];

    /// <summary>Who has it open.</summary>
    public IReadOnlyList<DeviceUser> Users { get; init; } = [];

    /// <summary>Metric and value of the sensors, in the units of the catalogue.</summary>
    public IReadOnlyDictionary<string, double> Readings { get; init; } = new Dictionary<string, double>();

    public bool IsNetwork => Kind is DeviceKind.Nic or DeviceKind.RdmaNic or DeviceKind.Dpu;

    /// <summary>Takes work off the CPUs: everything but what carries packets or shows a console.</summary>
    public bool IsAccelerator => !IsNetwork && Kind != DeviceKind.Display;

    public double? Reading(string metric) => Readings.TryGetValue(metric, out var value) ? value : null;
}

/// <summary>A PCIe link as it is and as the device could have it.</summary>
/// <param name="Speed">GT/s of a lane now; null where unknown.</param>
/// <param name="Width">Lanes now.</param>
/// <param name="MaxSpeed">What the device can.</param>
/// <param name="MaxWidth">What the device can.</param>
/// <param name="SlotSpeed">What the port above it can; null where it is not known.</param>
/// <param name="SlotWidth">What the port above it can.</param>
public sealed record PciLink(double? Speed, int? Width, double? MaxSpeed, int? MaxWidth, double? SlotSpeed, int? SlotWidth);

/// <param name="Device">As the kernel calls it: <c>mlx5_0</c>.</param>
/// <param name="Number">Of the port, from 1.</param>
/// <param name="State"><c>active</c>, <c>down</c>, <c>init</c>, <c>armed</c>; null where unknown.</param>
/// <param name="Rate">Bits in a second; null where unknown.</param>
public sealed record RdmaPort(string Device, int Number, string? State, double? Rate);

/// <param name="Pid">Of the process.</param>
/// <param name="Name">As it calls itself; empty where it has just ended.</param>
/// <param name="Memory">Bytes of the device's memory that it holds; null where the driver does not say.</param>
public sealed record DeviceUser(int Pid, string Name, long? Memory);

/// <summary>One line of the kernel's log.</summary>
/// <param name="Address">Of the GPU.</param>
/// <param name="Code">The Xid.</param>
/// <param name="SinceBoot">Seconds from boot to the line; null where the log has no times.</param>
/// <param name="Pid">The process that the line names.</param>
/// <param name="Text">What the driver says about it.</param>
public sealed record XidEvent(string Address, int Code, double? SinceBoot, int? Pid, string Text);
