using Kernward.Domain;
using Kernward.Machine;
using Kernward.Pipeline;
using Kernward.Scenarios;
using Kernward.Settings;
using Kernward.Tests.Support;

namespace Kernward.Tests.Pipeline;

/// <summary>The whole chain with the bundled model over recordings of real incidents.</summary>
public sealed class RecordedIncidentTests
{
    public static TheoryData<string> Folders() =>
        [.. Directory.GetDirectories(Path.GetDirectoryName(InstalledFiles.Find("evals/scenarios/accept-queue-bursts/scenario.json")!) + "/..").Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Is_found_mended_and_given_back(string name)
    {
        var folder = Path.GetDirectoryName(InstalledFiles.Find($"evals/scenarios/{name}/scenario.json")!)!;
        var scenario = Scenario.Read(folder);
        using var state = new TemporaryDirectory();
        using var services = new AgentServices(SettingsReader.Read(null, [KeyValuePair.Create<string, string?>("State:Directory", state.Path)]),
            Hands.Start(SettingsReader.Read(null, []), needed: false), tunables => ScenarioHost.Open(folder, scenario, tunables), "model");
        var pipeline = new AskPipeline(services.Kit, new PipelineScene());
        var result = await pipeline.RunAsync(scenario.Ask, new AskOptions(Yes: true), default);
        Assert.True(result.ExitCode == ExitCodes.Applied, result.Summary);
        Assert.Contains(result.Diagnosis!.Findings, finding => scenario.Expect.Findings.Contains(finding.Id));
        Assert.Equal(VerdictKind.Kept, result.Verdict!.Result);
        Assert.True(((BranchingHost)services.Host).IsMended);
        Assert.Equal(ExitCodes.Done, (await pipeline.UndoAsync("all", force: false, default)).ExitCode);
        Assert.False(((BranchingHost)services.Host).IsMended);
    }
}
