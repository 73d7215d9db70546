using System.Globalization;

namespace Kernward.Knowledge;

/// <summary>What a device is for.</summary>
public enum DeviceKind
{
    /// <summary>Computes and draws.</summary>
    Gpu,

    /// <summary>Made for neural networks.</summary>
    Npu,

    /// <summary>A network card that is a computer of its own.</summary>
    Dpu,

    Fpga,

    /// <summary>Any other that takes work off the CPUs: compression, cryptography, copying, transcoding.</summary>
    Accelerator,

    RdmaNic,

    Nic,

    /// <summary>Draws a console and computes nothing: the chip of a management controller, the screen of a virtual machine.</summary>
    Display,
}

/// <summary>
/// What devices are: one entry of <c>knowledge/devices.json</c>. All that an entry names must be so; the first entry that fits counts.
/// Devices on PCI are known by their numbers, those of a system on a chip by their driver.
/// </summary>
/// <param name="Id">Unique in the file.</param>
/// <param name="Vendor">PCI vendor, four hexadecimal digits; 0: any.</param>
/// <param name="Devices">Device numbers it holds for; none: all.</param>
/// <param name="Classes">Beginnings of the six hexadecimal digits of a PCI class; none: all.</param>
/// <param name="Drivers">Of devices that are not on PCI; then there are no numbers.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="VendorName">As people say it; empty where any vendor fits.</param>
/// <param name="Family">Generation or product line; may be empty.</param>
public sealed record DeviceModel(
    string Id, ushort Vendor, IReadOnlyList<IdRange> Devices, IReadOnlyList<string> Classes, IReadOnlyList<string> Drivers, DeviceKind Kind,
    string VendorName, string Family)
{
    /// <param name="pciClass">Six hexadecimal digits, lower case.</param>
    public bool Fits(ushort vendor, ushort device, string pciClass) =>
        Drivers.Count == 0
        && (Vendor == 0 || Vendor == vendor)
        && (Devices.Count == 0 || Devices.Any(range => range.Has(device)))
        && (Classes.Count == 0 || Classes.Any(start => pciClass.StartsWith(start, StringComparison.Ordinal)));

    public bool Fits(string driver) => Drivers.Contains(driver);
}

/// <summary>Device numbers from <paramref name="First"/> to <paramref name="Last"/>.</summary>
public readonly record struct IdRange(ushort First, ushort Last)
{
    public bool Has(ushort id) => id >= First && id <= Last;

    /// <summary><c>20b0</c> or <c>20b0-20ff</c>; null for anything else.</summary>
    public static IdRange? Parse(string text)
    {
        var parts = text.Split('-');
        if (parts.Length > 2 || Number(parts[0]) is not { } first || Number(parts[^1]) is not { } last || last < first) return null;
        return new IdRange(first, last);
    }

    /// <summary>Four hexadecimal digits; null for anything else.</summary>
    public static ushort? Number(string text) =>
        text.Length == 4 && ushort.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}
