using System.Globalization;
using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>
/// io.max, for one or more devices: <c>8:0 rbps=1048576 wbps=1048576</c>; what is not named stays. <c>max</c> lifts all limits, and a
/// plain number limits reading and writing, in bytes a second, on the device that the group has used most. On version 1 each
/// limit has a file of its own, in which 0 lifts it.
/// </summary>
internal sealed class IoLimitKnob : GroupKnob
{
    private static readonly (string Name, string Legacy)[] Limits =
    [
        ("rbps", "blkio.throttle.read_bps_device"), ("wbps", "blkio.throttle.write_bps_device"),
        ("riops", "blkio.throttle.read_iops_device"), ("wiops", "blkio.throttle.write_iops_device"),
    ];

    /// <summary>Only what is limited, devices in the order of the kernel; <c>max</c> where nothing is.</summary>
    public override string? Read(GroupView group)
    {
        if (Present(group) is not { } present) return null;
        var devices = present.GroupBy(limit => limit.Device)
            .Select(device => $"{device.Key} {string.Join(' ', device.Select(limit => $"{limit.Name}={limit.Value}"))}");
        return present.Count == 0 ? "max" : string.Join(' ', devices);
    }

    public override IReadOnlyList<FileEdit> Edits(GroupView group, TunableValue value)
    {
        var wanted = Wanted(group, value.Text);
        if (group.Unified("io.max") is { } file)
            return [.. wanted.GroupBy(limit => limit.Device)
                .Select(device => file.To($"{device.Key} {string.Join(' ', device.Select(limit => $"{limit.Name}={limit.Value}"))}"))];
        return [.. wanted.Select(limit => (group.Legacy(Limits.First(known => known.Name == limit.Name).Legacy) ?? throw group.Gone)
            .To($"{limit.Device} {(limit.Value == "max" ? "0" : limit.Value)}"))];
    }

    private sealed record Limit(string Device, string Name, string Value);

    private static List<Limit>? Present(GroupView group)
    {
        if (group.Unified("io.max") is { } file) return [.. Parsed(file.Value).Where(limit => limit.Value != "max")];
        var files = Limits.Select(limit => (limit.Name, File: group.Legacy(limit.Legacy))).ToList();
        if (files.Exists(found => found.File is null)) return null;
        return [.. files.SelectMany(found => found.File!.Raw.Split('\n').Select(line => line.Split(' '))
            .Where(parts => parts.Length == 2).Select(parts => new Limit(parts[0], found.Name, parts[1])))];
    }

    private static List<Limit> Wanted(GroupView group, string text)
    {
        if (text == "max") return (Present(group) ?? throw group.Gone).ConvertAll(limit => limit with { Value = "max" });
        if (!text.All(char.IsAsciiDigit)) return Asked(text);
        var device = Busiest(group) ?? throw new ActuatorException($"'{Shown.Safe(group.Scope)}' has used no device yet; name the one to limit, as in 8:0 wbps={text}");
        return [new Limit(device, "rbps", text), new Limit(device, "wbps", text)];
    }

    private static List<Limit> Asked(string text)
    {
        var limits = Parsed(text);
        var isPlain = limits.Count > 0 && limits.TrueForAll(limit => Limits.Any(known => known.Name == limit.Name)
            && (limit.Value == "max" || (long.TryParse(limit.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)));
        return isPlain && limits.Select(limit => (limit.Device, limit.Name)).Distinct().Count() == limits.Count
            ? limits
            : throw new ActuatorException($"'{Shown.Safe(text)}' is no limit of a device; one is 8:0 rbps=1048576 wbps=max");
    }

    /// <summary>Limits as written; a limit without a device, or a word that is neither, has an empty name and is nobody's.</summary>
    private static List<Limit> Parsed(string text)
    {
        var (device, limits) = ("", new List<Limit>());
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (IsDevice(word)) device = word;
            else if (device.Length > 0 && word.Split('=') is [var name, var value]) limits.Add(new Limit(device, name, value));
            else limits.Add(new Limit(device, "", word));
        }
        return limits;
    }

    private static bool IsDevice(string word) =>
        word.Split(':') is [{ Length: > 0 } major, { Length: > 0 } minor] && major.All(char.IsAsciiDigit) && minor.All(char.IsAsciiDigit);

    private static string? Busiest(GroupView group)
    {
        var file = group.Unified("io.stat") ?? group.Legacy("blkio.throttle.io_service_bytes");
        var used = (file?.Raw ?? "").Split('\n').Select(line => line.Split(' ')).Where(words => words.Length > 1 && IsDevice(words[0]))
            .GroupBy(words => words[0]).Select(device => (Device: device.Key, Bytes: device.Sum(Bytes))).Where(device => device.Bytes > 0);
        return used.OrderByDescending(device => device.Bytes).Select(device => device.Device).FirstOrDefault();
    }

    /// <summary>Of a line <c>8:0 rbytes=1 wbytes=2 ...</c> or <c>8:0 Read 1</c>.</summary>
    private static decimal Bytes(string[] words) => words is [_, "Read" or "Write", var plain]
        ? Whole(plain) ?? 0
        : words.Where(word => word.StartsWith("rbytes=", StringComparison.Ordinal) || word.StartsWith("wbytes=", StringComparison.Ordinal))
            .Sum(word => (decimal)(Whole(word[7..]) ?? 0));
}
