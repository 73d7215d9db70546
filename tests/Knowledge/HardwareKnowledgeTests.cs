using System.Text;
using Kernward.Knowledge;
using Kernward.Plugins;
using Kernward.Plugins.Sensors.Accelerators;

namespace Kernward.Tests.Knowledge;

/// <summary>devices.json, xids.json, cpus.json and cpu-features.json.</summary>
public sealed class HardwareKnowledgeTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    [Theory]
    [InlineData("10de", "2330", "030200", DeviceKind.Gpu, "Hopper")]
    [InlineData("1002", "74a1", "120000", DeviceKind.Gpu, "Instinct MI300")]
    [InlineData("8086", "0bd5", "038000", DeviceKind.Gpu, "Data Center GPU Max")]
    [InlineData("1da3", "1020", "120000", DeviceKind.Npu, "Gaudi 2")]
    [InlineData("8086", "0b25", "088000", DeviceKind.Accelerator, "Data Streaming Accelerator")]
    [InlineData("15b3", "a2dc", "020000", DeviceKind.Dpu, "BlueField-3")]
    [InlineData("10ee", "5001", "120000", DeviceKind.Fpga, "Alveo")]
    [InlineData("15b3", "1021", "020700", DeviceKind.RdmaNic, "ConnectX-7")]
    [InlineData("1a03", "2000", "030000", DeviceKind.Display, "management controller")]
    [InlineData("abcd", "0001", "120000", DeviceKind.Accelerator, "")]
    public void A_device_is_known_by_its_numbers(string vendor, string device, string pciClass, DeviceKind kind, string family)
    {
        var found = Known.Devices.First(model => model.Fits(IdRange.Number(vendor)!.Value, IdRange.Number(device)!.Value, pciClass));
        Assert.Equal((kind, family), (found.Kind, found.Family));
    }

    [Theory]
    [InlineData("10de", "22ba", "040300")]
    [InlineData("8086", "09a2", "088000")]
    [InlineData("8086", "352a", "060400")]
    [InlineData("144d", "a80a", "010802")]
    public void What_is_neither_an_accelerator_nor_a_network_card_is_none(string vendor, string device, string pciClass) =>
        Assert.DoesNotContain(Known.Devices, model => model.Fits(IdRange.Number(vendor)!.Value, IdRange.Number(device)!.Value, pciClass));

    [Fact]
    public void Every_entry_of_a_vendor_with_numbers_is_reached_by_its_first_number() => Assert.All(
        Known.Devices.Where(model => model.Devices.Count > 0),
        model => Assert.Same(model, Known.Devices.First(other => other.Fits(model.Vendor, model.Devices[0].First,
            (model.Classes.Count > 0 ? model.Classes[0] : "ffffff").PadRight(6, '0')))));

    [Fact]
    public void Groups_of_errors_are_those_that_the_sensor_counts() =>
        Assert.Equal(XidGroups.All, Known.Xids.Select(xid => xid.Group).Where(group => group.Length > 0).Distinct()
            .Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(79, "fell_off_bus", XidOrigin.Hardware)]
    [InlineData(48, "uncontained", XidOrigin.Hardware)]
    [InlineData(95, "uncontained", XidOrigin.Hardware)]
    [InlineData(94, "contained", XidOrigin.Hardware)]
    [InlineData(63, "remap", XidOrigin.Hardware)]
    [InlineData(64, "remap_failed", XidOrigin.Hardware)]
    [InlineData(13, "application", XidOrigin.Application)]
    [InlineData(31, "application", XidOrigin.Application)]
    [InlineData(74, "nvlink", XidOrigin.Hardware)]
    [InlineData(119, "gsp", XidOrigin.Driver)]
    public void An_error_has_an_incident_and_a_likely_cause(int code, string group, XidOrigin cause)
    {
        var xid = Known.Xid(code)!;
        Assert.Equal((group, cause), (xid.Group, xid.Origins[0]));
    }

    [Fact]
    public void Every_error_says_what_to_do_in_whole_sentences() => Assert.All(Known.Xids, xid =>
    {
        Assert.EndsWith(".", xid.Meaning);
        Assert.EndsWith(".", xid.Immediate);
        Assert.EndsWith(".", xid.Later);
        Assert.Equal(xid.Origins.Distinct(), xid.Origins);
    });

    [Theory]
    [InlineData("devices.json", """{"id": "x", "kind": "gpu"}""", "either 'drivers' is needed")]
    [InlineData("devices.json", """{"id": "x", "kind": "gpu", "vendor": "nvidia"}""", "four hexadecimal digits")]
    [InlineData("devices.json", """{"id": "x", "kind": "gpu", "vendor": "10de", "devices": ["20ff-20b0"]}""", "like 20b0")]
    [InlineData("devices.json", """{"id": "x", "kind": "toaster", "vendor": "10de"}""", "'kind' is 'toaster'")]
    [InlineData("xids.json", """{"code": -1, "name": "x", "origins": ["hardware"], "meaning": "m", "immediate": "i", "later": "l"}""",
        "whole number")]
    [InlineData("xids.json", """{"code": 1, "name": "x", "origins": ["fate"], "meaning": "m", "immediate": "i", "later": "l"}""",
        "'origins' must be")]
    [InlineData("cpus.json", """{"id": "x", "architecture": "vax", "vendor": "v", "name": "n"}""", "'architecture' is 'vax'")]
    [InlineData("cpu-features.json", """{"name": "x", "architecture": "arm64", "flags": [], "why": "w"}""", "'flags' is empty")]
    public void A_wrong_entry_is_refused_with_what_is_wrong(string file, string entry, string error) =>
        Assert.Contains(error, Assert.Throws<KnowledgeException>(() => KnowledgeReader.Read([(file,
            Encoding.UTF8.GetBytes($"[{entry}]"))])).Message);

    [Fact]
    public void The_same_number_twice_is_refused()
    {
        const string xid = """{"code": 1, "name": "x", "origins": ["hardware"], "meaning": "m", "immediate": "i", "later": "l"}""";
        Assert.Contains("xid '1' is there 2 times", Assert.Throws<KnowledgeException>(() =>
            KnowledgeReader.Read([("xids.json", Encoding.UTF8.GetBytes($"[{xid},{xid}]"))])).Message);
    }
}
