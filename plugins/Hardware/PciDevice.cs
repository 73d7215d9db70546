using System.Globalization;

namespace Kernward.Plugins.Hardware;

/// <summary>Where a device sits on PCI: <c>0000:3b:00.0</c>.</summary>
/// <param name="Domain">Above 0xffff behind some controllers (VMD).</param>
internal readonly record struct PciAddress(int Domain, int Bus, int Slot, int Function) : IComparable<PciAddress>
{
    /// <summary>Null for what is no address. The function may be missing, as in NVIDIA's lines in the kernel's log.</summary>
    public static PciAddress? Parse(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 3) return null;
        var end = parts[2].Split('.');
        var function = end.Length == 1 ? 0 : Hex(end[1], 7);
        return end.Length <= 2 && Hex(parts[0], 0xffffff) is { } domain && Hex(parts[1], 255) is { } bus && Hex(end[0], 31) is { } slot
            && function is { } last
            ? new PciAddress(domain, bus, slot, last)
            : null;
    }

    public int CompareTo(PciAddress other) =>
        (Domain, Bus, Slot, Function).CompareTo((other.Domain, other.Bus, other.Slot, other.Function));

    /// <summary>As sysfs names it.</summary>
    public override string ToString() => $"{Domain:x4}:{Bus:x2}:{Slot:x2}.{Function}";

    private static int? Hex(string text, int most) =>
        text.Length is > 0 and <= 8 && int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
        && number >= 0 && number <= most ? number : null;
}

/// <summary>The numbers that say what a device on PCI is.</summary>
/// <param name="Path">Its directory in sysfs.</param>
/// <param name="Class">Six hexadecimal digits.</param>
internal sealed record PciDevice(PciAddress Address, string Path, ushort Vendor, ushort Id, string Class)
{
    public bool IsBridge => Class.StartsWith("0604", StringComparison.Ordinal);
}
