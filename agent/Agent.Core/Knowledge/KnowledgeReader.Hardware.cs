namespace Kernward.Knowledge;

/// <summary>What devices and CPUs are, and what their errors mean.</summary>
public sealed partial class KnowledgeReader
{
    private readonly List<DeviceModel> _devices = [];
    private readonly List<Xid> _xids = [];
    private readonly List<CpuModel> _cpus = [];
    private readonly List<CpuFeature> _cpuFeatures = [];

    private static DeviceModel ReadDevice(Entry entry)
    {
        var vendor = entry.Text("vendor", required: false);
        if (vendor.Length > 0 && IdRange.Number(vendor) is null) entry.Wrong($"'vendor' is '{vendor}'; it must be four hexadecimal digits");
        var device = new DeviceModel(entry.Text("id"), IdRange.Number(vendor) ?? 0,
            [.. entry.Texts("devices").Select(text => Range(entry, text))], entry.Texts("classes"), entry.Texts("drivers"),
            entry.OneOf<DeviceKind>("kind"), entry.Text("vendor_name", required: false), entry.Text("family", required: false));
        var numbered = device.Vendor != 0 || device.Classes.Count > 0;
        if (numbered == (device.Drivers.Count > 0)) entry.Wrong("either 'drivers' is needed, or one of 'vendor' and 'classes'");
        return device;
    }

    private static IdRange Range(Entry entry, string text)
    {
        if (IdRange.Parse(text) is { } range) return range;
        entry.Wrong($"'devices' has '{text}'; it must be like 20b0 or 20b0-20ff");
        return default;
    }

    private static Xid ReadXid(Entry entry)
    {
        var code = entry.Number("code") ?? -1;
        if (code is < 0 or > 100_000 || code % 1 != 0) entry.Wrong("'code' must be a whole number from 0");
        var origins = entry.Texts("origins")
            .Select(text => Enum.TryParse<XidOrigin>(text, ignoreCase: true, out var origin) ? origin : (XidOrigin?)null).ToList();
        if (origins.Count == 0 || origins.Contains(null)) entry.Wrong("'origins' must be some of hardware, driver, application");
        return new Xid(code is >= 0 and <= 100_000 ? (int)code : 0, entry.Text("name"), entry.Text("group", required: false),
            [.. origins.OfType<XidOrigin>()], entry.Text("meaning"), entry.Text("immediate"), entry.Text("later"));
    }

    private static CpuModel ReadCpu(Entry entry) => new(entry.Text("id"), ReadArchitecture(entry), entry.Text("vendor"),
        entry.Text("part", required: false), entry.Text("name"));

    private static CpuFeature ReadCpuFeature(Entry entry)
    {
        var feature = new CpuFeature(entry.Text("name"), ReadArchitecture(entry), entry.Texts("flags"), entry.Text("why"));
        if (feature.Flags.Count == 0) entry.Wrong("'flags' is empty");
        return feature;
    }

    private static string ReadArchitecture(Entry entry) => entry.OneOf("architecture", "", "x86-64", "arm64", "riscv64", "loongarch64");
}
