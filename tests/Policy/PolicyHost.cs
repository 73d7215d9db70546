using System.Text.Json;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Settings;
using Kernward.Tests.Support;

namespace Kernward.Tests.Policy;

/// <summary>The host of <c>host.json</c> with the catalogue that ships.</summary>
internal static class PolicyHost
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip };

    private static readonly JsonElement Data = JsonDocument.Parse(File.ReadAllBytes(PathOf("host.json")), Lenient).RootElement;

    public static KnowledgeBase Known { get; } = PluginKnowledge.Load();

    public static ActuatorSet Tunables { get; } = new(Known, ActuatorList.Create());

    public static string PathOf(string name) =>
        Path.Combine(Directory.GetParent(InstalledFiles.Find("Agent.sln")!)!.FullName, "tests/Policy", name);

    public static IReadOnlyList<string> Groups { get; } = [.. Data.GetProperty("groups").EnumerateArray().Select(name => "/" + name.GetString())];

    /// <summary><paramref name="version"/> of the control groups: <c>v1</c> or <c>v2</c>.</summary>
    public static FakeKernel Make(string version = "v2")
    {
        var kernel = new FakeKernel();
        foreach (var file in Data.GetProperty("common").EnumerateObject()) kernel.With(file.Name, file.Value.GetString()!);
        foreach (var file in Data.GetProperty(version).EnumerateObject())
            foreach (var group in file.Name.Contains("{group}", StringComparison.Ordinal) ? Groups : [""])
                kernel.With(file.Name.Replace("/{group}", group), file.Value.GetString()!);
        return kernel;
    }
}
