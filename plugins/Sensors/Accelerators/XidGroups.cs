using System.Text.Json;

namespace Kernward.Plugins.Sensors.Accelerators;

/// <summary>The incident that an Xid belongs to, as <c>knowledge/xids.json</c> has it; read when the first GPU of NVIDIA is.</summary>
internal static class XidGroups
{
    private static readonly Lazy<Dictionary<int, string>> Groups = new(Read);

    public static IReadOnlyList<string> All { get; } =
        ["application", "contained", "fell_off_bus", "gsp", "nvlink", "remap", "remap_failed", "uncontained"];

    /// <summary>Empty for an error that is an incident of its own.</summary>
    public static string Of(int code) => Groups.Value.GetValueOrDefault(code, "");

    private static Dictionary<int, string> Read()
    {
        using var document = JsonDocument.Parse(PluginKnowledge.Files().First(file => file.Name == "xids.json").Content);
        return document.RootElement.EnumerateArray().Where(xid => xid.TryGetProperty("group", out _))
            .ToDictionary(xid => xid.GetProperty("code").GetInt32(), xid => xid.GetProperty("group").GetString()!);
    }
}
