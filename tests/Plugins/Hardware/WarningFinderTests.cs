using Kernward.Plugins.Hardware;

namespace Kernward.Tests.Plugins.Hardware;

public sealed class WarningFinderTests
{
    private static readonly ILookup<string, HardwareWarning> Warnings = HardwareReaderTests.Read("x86-64-eight-gpus").Warnings.ToLookup(warning => warning.Code);

    [Fact]
    public void A_narrow_link_is_told_with_its_reason()
    {
        Assert.Equal(["0000:5d:00.0", "0000:bb:00.0"], Warnings["pcie-width"].Select(warning => warning.Device));
        Assert.Contains("reseat", Warnings["pcie-width"].First().Text);
        Assert.Contains("its slot has only 8", Warnings["pcie-width"].Last().Text);
    }

    [Fact]
    public void A_gpu_that_rests_may_lower_the_speed_of_its_link()
    {
        Assert.Empty(Warnings["pcie-speed"]);
        var busy = File("cmd/nvml.txt", "device 0000:3b:00.0\nhw.gpu.utilization 0.9\n");
        Assert.Equal("0000:3b:00.0", Assert.Single(busy, warning => warning.Code == "pcie-speed").Device);
        var card = File("sys/bus/pci/devices/0000:1a:00.0/current_link_speed", "16.0 GT/s PCIe\n");
        Assert.Contains("16 GT/s of 32", Assert.Single(card, warning => warning.Code == "pcie-speed").Text);
    }

    [Fact]
    public void A_gpu_on_a_node_without_an_rdma_card_is_told() =>
        Assert.Equal(["0000:9b:00.0", "0000:bb:00.0", "0000:cb:00.0", "0000:db:00.0"], Warnings["far-nic"]
            .Select(warning => warning.Device));

    [Fact]
    public void An_accelerator_that_no_driver_took_is_told() => Assert.Equal("0000:6b:00.0", Assert.Single(Warnings["no-driver"]).Device);

    [Fact]
    public void What_a_gpu_says_of_its_health_is_told()
    {
        Assert.Equal("0000:4c:00.0", Assert.Single(Warnings["throttled"]).Device);
        Assert.Equal("0000:9b:00.0", Assert.Single(Warnings["memory-errors"]).Device);
        Assert.Equal("0000:9b:00.0", Assert.Single(Warnings["remap-pending"]).Device);
        Assert.Equal("0000:db:00.0", Assert.Single(Warnings["gpu-lost"]).Device);
        Assert.Single(File("cmd/nvml.txt", "stuck\n"), warning => warning.Code == "nvml-stuck");
    }

    [Fact]
    public void Errors_that_the_machine_has_to_answer_for_are_told_and_those_of_programs_are_not()
    {
        var codes = Warnings["xid"].Select(warning => warning.Text.Split(',')[0]);
        Assert.Equal(["Xid 63", "Xid 94", "Xid 48", "Xid 74", "Xid 64", "Xid 79"], codes);
    }

    [Fact]
    public void Cpus_that_are_off_and_nodes_without_memory_are_told()
    {
        Assert.Contains(HardwareReaderTests.Read("x86-64-amd-intel").Warnings, warning =>
            warning is { Code: "cpus-offline", Text: "CPUs 6-7 are switched off" });
        Assert.Contains(File("sys/devices/system/node/node1/meminfo", "Node 1 MemTotal:  0 kB\n"), warning =>
            warning.Code == "node-without-memory");
    }

    [Fact]
    public void A_machine_that_is_well_has_none() => Assert.Empty(HardwareReaderTests.Read("loongarch64-server").Warnings);

    private static IReadOnlyList<HardwareWarning> File(string path, string content) =>
        HardwareReaderTests.Read("x86-64-eight-gpus", (path, content)).Warnings;
}
