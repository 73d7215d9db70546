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
            AssertSurvives(new ChangedHost(Fixtures.Hardware(name), content => Mutate(content, random)));
    }

    [Fact]
    public void Odd_texts_in_any_file_are_survived()
    {
        var random = new Random(21);
        for (var round = 0; round < 4; round++)
            AssertSurvives(new ChangedHost(Fixtures.Hardware("x86-64-amd-intel"), content => random.Next(3) == 0
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

    private static byte[] Mutate(byte[] content, Random random)
    {
        for (var i = 0; i < content.Length; i++)
            if (random.Next(30) == 0) content[i] = (byte)random.Next(256);
        return content;
    }

    private sealed class ChangedHost(Host inner, Func<byte[], byte[]> change) : Host
    {
        public override string Name => inner.Name;

        public override bool IsLive => false;

        public override TimeSpan Uptime => inner.Uptime;

        public override DateTimeOffset Time => inner.Time;

        public override bool TryRead(string path, out ReadOnlySpan<byte> content)
        {
            if (!inner.TryRead(path, out content)) return false;
            content = change(content.ToArray());
            return true;
        }

        public override IReadOnlyList<string> List(string directory) => inner.List(directory);

        public override Task WaitAsync(TimeSpan duration, CancellationToken cancel) => inner.WaitAsync(duration, cancel);
    }
}
