using System.Globalization;
using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>NVIDIA's errors in the kernel's log: <c>NVRM: Xid (PCI:0000:3b:00): 79, pid=1234, name=python, text</c>.</summary>
internal static class XidLog
{
    private const string Mark = "NVRM: Xid (";
    private const int MostEvents = 4096;

    /// <summary>The errors of the host; null where this user may read the log in no way.</summary>
    public static IReadOnlyList<XidEvent>? Read(Host host) =>
        (host.ReadText("cmd/nvrm.txt") ?? host.ReadText("cmd/kernel-log.txt")) is { } text ? Parse(text) : null;

    /// <summary>Those of the last 24 hours of the host, and those of which the log does not say when they were.</summary>
    public static IReadOnlyList<XidEvent>? ReadRecent(Host host)
    {
        const double day = 86400;
        var now = HostTexts.Leading(host.Line("proc/uptime"));
        return Read(host) is { } all ? [.. all.Where(xid => !(now - xid.SinceBoot > day))] : null;
    }

    /// <summary>The errors in the order of the lines; a line that is none, or is odd, is left out.</summary>
    public static IReadOnlyList<XidEvent> Parse(string text) =>
        [.. text.Split('\n').Select(ParseLine).OfType<XidEvent>().TakeLast(MostEvents)];

    public static XidEvent? ParseLine(string line)
    {
        var start = line.IndexOf(Mark, StringComparison.Ordinal);
        if (start < 0) return null;
        var rest = line[(start + Mark.Length)..];
        var end = rest.IndexOf("):", StringComparison.Ordinal);
        if (end < 0 || Address(rest[..end]) is not { } address) return null;
        var parts = rest[(end + 2)..].Split(',', 2);
        if (HostTexts.Small(parts[0].Trim()) is not { } code) return null;
        var text = parts.Length > 1 ? parts[1].Trim() : "";
        return new XidEvent(address.ToString(), code, Time(line[..start]), Pid(text), text);
    }

    /// <summary><c>PCI:0000:3b:00</c>, without the word on old drivers, with a part of the GPU behind it (<c> GPU-I:05</c>) on
    /// parted ones.</summary>
    private static PciAddress? Address(string text)
    {
        if (text.StartsWith("PCI:", StringComparison.Ordinal)) text = text[4..];
        return PciAddress.Parse(text.Split(' ')[0]);
    }

    /// <summary><c>pid=1234</c> or <c>pid='1234'</c>.</summary>
    private static int? Pid(string text)
    {
        var start = text.IndexOf("pid=", StringComparison.Ordinal);
        if (start < 0) return null;
        var digits = new string([.. text[(start + 4)..].TrimStart('\'').TakeWhile(char.IsAsciiDigit)]);
        return HostTexts.Small(digits) is { } pid and > 0 ? pid : null;
    }

    /// <summary><c>[ 1234.567890]</c>, perhaps with a level before it; or, as /dev/kmsg has it, <c>4,812,1234567890,-;</c> in
    /// microseconds.</summary>
    private static double? Time(string before)
    {
        if (before.Split(',') is [_, _, var microseconds, ..] && before.EndsWith(';')) return HostTexts.Whole(microseconds) / 1e6;
        var (open, close) = (before.IndexOf('['), before.IndexOf(']'));
        return open >= 0 && close > open
            && double.TryParse(before[(open + 1)..close].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out var seconds)
            ? seconds : null;
    }
}
