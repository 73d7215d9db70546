using Kernward.Machine;

namespace Kernward.Plugins.Hardware;

/// <summary>Which process has which device open, and how much of its memory it holds where the driver accounts for that.</summary>
internal sealed class DeviceUserReader
{
    private readonly Host _host;
    private readonly NvmlReport? _nvml;
    private readonly List<OpenNode> _open = [];

    public DeviceUserReader(Host host, NvmlReport? nvml)
    {
        (_host, _nvml) = (host, nvml);
        if (host.ReadText("cmd/device-users.txt") is not { } text) return;
        Unseen = 0;
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split(' ', 3);
            if (words is ["unseen", var count]) Unseen = HostTexts.Small(count) ?? 0;
            else if (words.Length == 3 && HostTexts.Small(words[0]) is { } pid && HostTexts.Small(words[1]) is { } file)
                _open.Add(new OpenNode(pid, file, words[2]));
        }
    }

    /// <summary>How many processes could not be looked at; null where nobody was asked.</summary>
    public int? Unseen { get; }

    public IReadOnlyList<DeviceUser> Of(Device device)
    {
        var files = _open.Where(open => IsOf(open.Path, device)).ToLookup(open => open.Pid);
        var told = _nvml?.Devices.GetValueOrDefault(device.Address)?.Processes ?? new Dictionary<int, long?>();
        return
        [
            .. files.Select(group => group.Key).Union(told.Keys).Order()
                .Select(pid => new DeviceUser(pid, _host.Line($"proc/{pid}/comm") ?? "",
                told.GetValueOrDefault(pid) ?? Memory(device, files[pid]))),
        ];
    }

    private static bool IsOf(string path, Device device)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (path.StartsWith("/dev/vfio/", StringComparison.Ordinal))
            return device.IommuGroup is { } group && HostTexts.Small(name) == group;
        // A queue of the data streaming accelerator: wq0.1 is the second one of dsa0.
        foreach (var kind in (ReadOnlySpan<string>)["dsa", "iax"])
            if (path.StartsWith($"/dev/{kind}/wq", StringComparison.Ordinal)) return device.Names.Contains(kind + name[2..].Split('.')[0]);
        return device.Names.Contains(name);
    }

    /// <summary>
    /// Sum over the clients that the DRM driver accounts for in fdinfo; a client that is open twice counts once. Drivers of an
    /// older kind say "memory" where newer ones say "resident".
    /// </summary>
    private long? Memory(Device device, IEnumerable<OpenNode> files)
    {
        var clients = new Dictionary<string, long>();
        foreach (var open in files)
        {
            if (_host.ReadText($"proc/{open.Pid}/fdinfo/{open.File}") is not { } text) continue;
            var lines = text.Split('\n').Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2)
                .GroupBy(parts => parts[0]).ToDictionary(group => group.Key, group => group.First()[1].Trim());
            if (lines.TryGetValue("drm-pdev", out var address) && address != device.Address) continue;
            foreach (var key in (ReadOnlySpan<string>)["drm-resident-vram", "drm-memory-vram", "drm-resident-vram0", "drm-resident-local0"])
            {
                if (!lines.TryGetValue(key, out var value) || Bytes(value) is not { } bytes) continue;
                clients[lines.GetValueOrDefault("drm-client-id", $"file {open.File}")] = bytes;
                break;
            }
        }
        return clients.Count > 0 ? (long)Math.Min(1e18, clients.Values.Sum(bytes => (double)bytes)) : null;
    }

    /// <summary><c>1024 KiB</c>, <c>3 MiB</c>, or bytes.</summary>
    private static long? Bytes(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 2 || HostTexts.Whole(words[0]) is not { } number || number > 1L << 40) return null;
        return words.Length == 1 ? number : words[1] switch { "KiB" => number << 10, "MiB" => number << 20, _ => null };
    }

    private readonly record struct OpenNode(int Pid, int File, string Path);
}
