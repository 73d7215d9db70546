using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Plugins;
using Kernward.Plugins.Hardware;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Hardware;

/// <summary>Machines of every architecture, in the layouts of their kernels.</summary>
public sealed class HardwareReaderTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    private static readonly Inventory Training = Read("x86-64-eight-gpus");

    [Fact]
    public void Tells_the_sockets_of_a_server_with_two()
    {
        Assert.Equal("x86-64", Training.Machine.Architecture);
        Assert.Equal("Supermicro", Training.Machine.Vendor);
        Assert.False(Training.Machine.IsVirtual);
        Assert.Equal([0, 1], Training.Processors.Select(processor => processor.Socket ?? -1));
        var first = Training.Processors[0];
        Assert.Equal(("Intel", "Intel(R) Xeon(R) Platinum 8480C", "0-3,8-11", 8, 4),
            (first.Vendor, first.Model, first.Cpus, first.CpuCount, first.Cores));
        Assert.Equal((3.8e9, 0.8e9, "performance", "intel_pstate"),
            (first.MaxHertz, first.MinHertz, first.Governor, first.FrequencyDriver));
        Assert.Equal([new Cache(1, "data", 48 << 10, 4, 2), new Cache(1, "instruction", 32 << 10, 4, 2),
            new Cache(2, "unified", 2 << 20, 4, 2), new Cache(3, "unified", 105 << 20, 1, 8)], first.Caches);
        Assert.Superset(new HashSet<string> { "AMX", "AVX-512", "VAES", "ENQCMD", "RDT" }, Training.Machine.Features
            .Select(feature => feature.Name).ToHashSet());
    }

    [Fact]
    public void Tells_the_memory_nodes_with_their_distances()
    {
        Assert.Equal(["0-3,8-11", "4-7,12-15"], Training.Nodes.Select(node => node.Cpus));
        Assert.Equal(1056000000L * 1024, Training.Nodes[0].MemoryTotal);
        Assert.Equal(900000000L * 1024, Training.Nodes[0].MemoryFree);
        Assert.Equal([21, 10], Training.Nodes[1].Distances);
        Assert.Equal([0], Training.Processors[0].Nodes);
    }

    [Fact]
    public void Tells_each_device_by_what_it_is_for()
    {
        var kinds = Training.Devices.GroupBy(device => device.Kind).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(8, kinds[DeviceKind.Gpu]);
        Assert.Equal(2, kinds[DeviceKind.RdmaNic]);
        Assert.Equal(2, kinds[DeviceKind.Accelerator]);
        Assert.Equal((1, 1, 1, 1), (kinds[DeviceKind.Dpu], kinds[DeviceKind.Fpga], kinds[DeviceKind.Nic], kinds[DeviceKind.Display]));
        Assert.DoesNotContain(Training.Devices, device => device.Address == "0000:00:00.0");
    }

    [Fact]
    public void Tells_all_about_one_gpu()
    {
        var gpu = Of(Training, "0000:5d:00.0");
        Assert.Equal(("NVIDIA", "Hopper", "NVIDIA H100 80GB HBM3", "10de:2330", "nvidia"),
            (gpu.Vendor, gpu.Family, gpu.Model, gpu.PciId, gpu.Driver));
        Assert.Equal((0, 43), (gpu.Node, gpu.IommuGroup));
        Assert.Equal(new PciLink(32, 8, 32, 16, 32, 16), gpu.Link);
        Assert.Equal(["card4", "nvidia3", "renderD131"], gpu.Names);
        Assert.Equal([new DeviceUser(4714, "python", 66496495616)], gpu.Users);
        Assert.Equal(0.97, gpu.Reading("hw.gpu.utilization"));
        Assert.Equal(640.5, gpu.Reading("hw.gpu.power"));
        Assert.Equal("550.90.07", Training.NvidiaDriver);
    }

    [Fact]
    public void Knows_a_process_by_the_driver_that_does_not_hold_the_device_open() =>
        Assert.Equal([new DeviceUser(4712, "", null)],
            Read("x86-64-eight-gpus", ("cmd/nvml.txt", "device 0000:3b:00.0\nprocess 4712 -\n")).Devices.First(device =>
                device.Address == "0000:3b:00.0").Users);

    [Fact]
    public void Tells_who_uses_a_network_card_and_a_queue()
    {
        Assert.Equal([4711, 4713, 4714], Of(Training, "0000:1a:00.0").Users.Select(user => user.Pid));
        Assert.Equal([new DeviceUser(880, "spdk_tgt", null)], Of(Training, "0000:6a:01.0").Users);
        Assert.Equal(3, Training.UnseenProcesses);
    }

    [Fact]
    public void Tells_the_ports_of_an_rdma_card() =>
        Assert.Equal([new RdmaPort("mlx5_0", 1, "active", 400e9)], Of(Training, "0000:1a:00.0").Ports);

    [Fact]
    public void Tells_parts_of_a_card_from_the_card()
    {
        Assert.True(Of(Training, "0000:1a:00.1").IsVirtualFunction);
        Assert.Equal(1, Of(Training, "0000:1a:00.0").VirtualFunctions);
        Assert.Null(Of(Training, "0000:87:00.0").VirtualFunctions);
    }

    [Fact]
    public void Tells_two_kinds_of_cores_and_two_vendors_of_gpus()
    {
        var mixed = Read("x86-64-amd-intel");
        Assert.Equal([("performance", "0-3", 2, 4.8e9), ("efficiency", "4-5", 2, 3.8e9)],
            mixed.Processors.Select(processor => (processor.Kind!, processor.Cpus, processor.Cores ?? 0, processor.MaxHertz ?? 0)));
        Assert.Equal([DeviceKind.Gpu, DeviceKind.Npu, DeviceKind.Gpu, DeviceKind.Gpu], mixed.Devices.Select(device => device.Kind));
        Assert.Equal([new DeviceUser(900, "llama-server", 33000000L * 1024)], Of(mixed, "0000:03:00.0").Users);
        Assert.Equal([new DeviceUser(901, "ffmpeg", null)], Of(mixed, "0000:00:02.0").Users);
        Assert.Equal([new DeviceUser(902, "openvino", null)], Of(mixed, "0000:00:0b.0").Users);
        Assert.Null(Of(mixed, "0000:00:02.0").Node);
        Assert.Null(Of(mixed, "0000:00:02.0").Link);
        Assert.Null(mixed.Xids);
    }

    [Fact]
    public void Tells_an_arm_server()
    {
        var server = Read("arm64-server");
        Assert.Equal("arm64", server.Machine.Architecture);
        Assert.Null(server.Machine.IsVirtual);
        Assert.Equal([("Arm", "Neoverse N1", 4), ("Arm", "Neoverse N1", 4)], server.Processors
            .Select(processor => (processor.Vendor!, processor.Model!, processor.Cores ?? 0)));
        Assert.Contains("LSE", server.Machine.Features.Select(feature => feature.Name));
        Assert.DoesNotContain("SVE", server.Machine.Features.Select(feature => feature.Name));
        Assert.Equal("", server.Nodes[2].Cpus);
        Assert.Equal("Hailo", Of(server, "0004:01:00.0").Vendor);
        Assert.Equal(DeviceKind.RdmaNic, Of(server, "000d:01:00.0").Kind);
    }

    [Fact]
    public void Tells_an_arm_chip_whose_devices_are_not_on_pci()
    {
        var chip = Read("arm64-chip");
        Assert.Equal(("arm64", "Radxa ROCK 5B"), (chip.Machine.Architecture, chip.Machine.Product));
        Assert.Equal([("Cortex-A55", "0-3", 530), ("Cortex-A76", "4-7", 1024)], chip.Processors
            .Select(processor => (processor.Model!, processor.Cpus, processor.Capacity ?? 0)));
        Assert.Empty(chip.Nodes);
        Assert.Equal([("drm/card1", DeviceKind.Gpu, "Mali"), ("accel/accel0", DeviceKind.Npu, "NPU")], chip.Devices
            .Select(device => (device.Address, device.Kind, device.Family!)));
        Assert.Equal([new DeviceUser(77, "weston", null)], Of(chip, "drm/card1").Users);
        Assert.Equal(0, chip.UnseenProcesses);
    }

    [Fact]
    public void Tells_a_riscv_board()
    {
        var board = Read("riscv64-board");
        Assert.Equal("riscv64", board.Machine.Architecture);
        var cpus = Assert.Single(board.Processors);
        Assert.Equal(("SiFive", "sifive,u74-mc", 4, 4), (cpus.Vendor, cpus.Model, cpus.CpuCount, cpus.Cores));
        Assert.Null(cpus.Socket);
        Assert.Null(cpus.MaxHertz);
        Assert.Null(cpus.Governor);
        Assert.Equal(["Zba/Zbb"], board.Machine.Features.Select(feature => feature.Name));
        Assert.Equal(DeviceKind.Fpga, Assert.Single(board.Devices).Kind);
    }

    [Fact]
    public void Tells_a_loongarch_server()
    {
        var server = Read("loongarch64-server");
        Assert.Equal("loongarch64", server.Machine.Architecture);
        var cpus = Assert.Single(server.Processors);
        Assert.Equal((0, "Loongson", "Loongson-3C5000", 4), (cpus.Socket, cpus.Vendor, cpus.Model, cpus.Cores));
        Assert.Equal(["LSX", "LASX", "CRC32", "crypto", "LVZ", "LBT"], server.Machine.Features.Select(feature => feature.Name));
        Assert.Equal([DeviceKind.Nic, DeviceKind.Gpu], server.Devices.Select(device => device.Kind));
    }

    [Fact]
    public void Says_nothing_of_what_is_not_there()
    {
        var empty = new HardwareReader(Known).Read(new MemoryHost());
        Assert.Empty(empty.Processors);
        Assert.Empty(empty.Nodes);
        Assert.Empty(empty.Devices);
        Assert.Empty(empty.Warnings);
        Assert.Null(empty.UnseenProcesses);
        Assert.Equal(new MachineFacts(null, null, null, null, null, empty.Machine.Features, null, null), empty.Machine);
    }

    [Theory]
    [InlineData("x86-64-eight-gpus")]
    [InlineData("arm64-chip")]
    public void Reads_a_recording_to_the_same_inventory(string name)
    {
        var recording = new RecordingHost(Fixtures.Hardware(name));
        var first = new HardwareReader(Known).Read(recording);
        var writer = CaptureWriter.For(recording, TimeSpan.FromSeconds(1));
        writer.Add(recording.TakeFrame(recording.Uptime, recording.Time));
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        stream.Position = 0;
        Assert.Equivalent(first, new HardwareReader(Known).Read(CapturedHost.Read(stream, "again")), strict: true);
    }

    [Fact]
    public void Reads_this_machine()
    {
        var here = new HardwareReader(Known).Read(new LiveHost(TimeProvider.System));
        Assert.NotEmpty(here.Processors);
        Assert.NotNull(here.Machine.Architecture);
    }

    internal static Inventory Read(string name, params (string Path, string Content)[] changes)
    {
        var host = Fixtures.Hardware(name);
        foreach (var (path, content) in changes) host[path] = content;
        return new HardwareReader(Known).Read(host);
    }

    private static Device Of(Inventory inventory, string address) => Assert.Single(inventory.Devices, device => device.Address == address);
}
