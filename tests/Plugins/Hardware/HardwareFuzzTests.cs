using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kernward.Cli.Views;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Plugins;
using Kernward.Plugins.Hardware;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Hardware;

/// <summary>Whatever stands in a file, an inventory comes out, and can be shown.</summary>
public sealed class HardwareFuzzTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    private static readonly string[] Odd = ["", "\n", "\0", " ", "-1", "99999999999999999999", "0x", "0xffffffffffff", "0-",
        "0-4294967295", "9-1,,", ":", "a: b", "255", "1e999", "\u00ff\u00fe"];

    [Theory]
    [InlineData("x86-64-eight-gpus")]
    [InlineData("x86-64-amd-intel")]
    [InlineData("arm64-chip")]
    [InlineData("riscv64-board")]
    [InlineData("loongarch64-server")]
    public void Bytes_changed_anywhere_are_survived(string name)
    {
        var random = new Random(20);
        for (var round = 0; round < 4; round++)
            AssertSurvives(new ChangedHost(Fixtures.Hardware(name), (_, content) => ChangedHost.Mutate(content, random, every: 30)));
    }

    [Fact]
    public void Odd_texts_in_any_file_are_survived()
    {
        var random = new Random(21);
        for (var round = 0; round < 4; round++)
            AssertSurvives(new ChangedHost(Fixtures.Hardware("x86-64-amd-intel"), (_, content) => random.Next(3) == 0
                ? Encoding.Latin1.GetBytes(Odd[random.Next(Odd.Length)]) : content));
    }

    [Fact]
    public void Any_text_is_read_by_every_parser() => Check.One(Config.QuickThrowOnFailure,
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), drawn =>
    {
        var text = drawn ?? "";
        _ = XidLog.Parse("NVRM: Xid (PCI:" + text);
        _ = XidLog.Parse("NVRM: Xid (PCI:0000:3b:00): " + text);
        _ = NvmlReport.Parse(text + "\ndevice 0000:3b:00.0\n" + text);
        _ = CpuInfo.Parse($"processor : 0\nisa : rv64{text}\nflags : {text}", null).CommonFlags();
        _ = PciAddress.Parse(text);
        _ = IdRange.Parse(text);
        _ = CpuList.Parse(text);
    }));

    [Fact]
    public void A_list_of_cpus_is_read_as_it_is_written() => Check.One(Config.QuickThrowOnFailure,
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), cpus =>
    {
        IReadOnlyList<int> sorted = [.. cpus.Select(cpu => (int)cpu).Distinct().Order()];
        Assert.Equal(sorted, CpuList.Parse(CpuList.Show(sorted)));
    }));

    private static void AssertSurvives(Host host)
    {
        var inventory = new HardwareReader(Known).Read(host);
        Assert.EndsWith(".", HardwareSummary.Of(inventory));
        Assert.All(inventory.Devices.SelectMany(device => device.Readings.Values), value => Assert.True(double.IsFinite(value)));
    }
}
