using Kernward.Language;
using Kernward.Plugins;
using Kernward.Settings;

namespace Kernward.Tests.Untrusted;

/// <summary>Every text of the corpus asked once, and its twin without the text; the model is loaded once for all.</summary>
public sealed class CorpusRuns : IAsyncLifetime
{
    private readonly Dictionary<string, AskRun> _twins = [];

    internal List<(HostileText Text, AskRun Run, AskRun Twin)> All { get; } = [];

    public async Task InitializeAsync()
    {
        var knowledge = PluginKnowledge.Load();
        using var loader = new ModelLoader(SettingsReader.Read(null, []), () => knowledge);
        var model = await loader.ClientAsync(default);
        foreach (var text in HostileText.All())
        {
            if (!_twins.TryGetValue(text.Twin, out var twin)) twin = _twins[text.Twin] = await AskRun.OfAsync(text.Twin, HostileHost.Without(), model);
            All.Add((text, await AskRun.OfAsync(text.Message, HostileHost.With(text.Place, text.Text), model), twin));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
