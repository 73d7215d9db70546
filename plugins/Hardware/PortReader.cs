using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>Ports of an RDMA device.</summary>
internal static class PortReader
{
    /// <param name="host">The machine.</param>
    /// <param name="device">Directory of the device on PCI.</param>
    public static IReadOnlyList<RdmaPort> Read(Host host, string device) =>
    [
        .. from name in host.List(device + "/infiniband").ToList()
           from number in host.List($"{device}/infiniband/{name}/ports").ToList().Select(HostTexts.Small).OfType<int>()
           orderby name, number
           let path = $"{device}/infiniband/{name}/ports/{number}"
           select new RdmaPort(name, number, State(host.Line(path + "/state")), HostTexts.Leading(host.Line(path + "/rate")) * 1e9),
    ];

    /// <summary><c>4: ACTIVE</c>.</summary>
    private static string? State(string? text) => text?.Split(": ") is [_, { Length: > 0 } word] ? word.ToLowerInvariant() : null;
}
