using System.Globalization;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// Which processes hold which accelerators open, as text: a first line <c>pid fd path</c>, one line for each such open file, and
/// last <c>unseen N</c> where N processes do not let this user look. The kernel shows open files as links, which the door
/// does not read; the number of a file leads to its <c>fdinfo</c>, where drivers account for each client.
/// </summary>
internal static class DeviceUsers
{
    private const int MostFiles = 1 << 16;

    /// <summary>Nodes below /dev of GPUs, NPUs and other accelerators, FPGAs, RDMA devices, and devices handed to a virtual
    /// machine.</summary>
    private static readonly string[] Nodes =
    [
        "nvidia", "dri/", "accel/", "kfd", "infiniband/", "dsa/", "iax/", "habanalabs", "hl", "neuron", "davinci", "apex_", "hailo", "qaic",
        "tenstorrent/", "fpga", "dfl-", "xdma", "xclmgmt", "vfio/", "mali", "galcore", "rknpu", "nvhost", "nvmap", "cambricon_dev", "xpu",
    ];

    /// <param name="host">Lists the processes and their files.</param>
    public static byte[] Read(Host host)
    {
        var text = new StringBuilder("pid fd path\n");
        var (unseen, left) = (0, MostFiles);
        foreach (var process in host.List("proc").Where(name => char.IsAsciiDigit(name[0])).ToList())
        {
            var files = host.List($"proc/{process}/fd").ToList();
            // A process that may be looked at and has no open file is a kernel thread or a rarity.
            if (files.Count == 0) unseen += MayBeHidden(host, process) ? 1 : 0;
            foreach (var file in files)
                if (left-- > 0 && Target(process, file) is { } path)
                    text.Append(CultureInfo.InvariantCulture, $"{process} {file} {path}\n");
        }
        if (unseen > 0) text.Append(CultureInfo.InvariantCulture, $"unseen {unseen}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Kernel threads have no memory of their own, so no size.</summary>
    private static bool MayBeHidden(Host host, string process) =>
        host.ReadText($"proc/{process}/statm") is { } size && !size.StartsWith("0 ", StringComparison.Ordinal);

    private static string? Target(string process, string file) =>
        FileNumber.Link($"/proc/{process}/fd/{file}", out _) is { } name && name.StartsWith("/dev/", StringComparison.Ordinal)
        && Array.Exists(Nodes, node => name.AsSpan(5).StartsWith(node, StringComparison.Ordinal)) && !name.Contains('\n') ? name : null;
}
