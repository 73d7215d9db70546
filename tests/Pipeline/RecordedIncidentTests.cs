using Kernward.Audit;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Pipeline;
using Kernward.Plugins.Actuators;
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
        AssertReplays(state.Path, services, result.Diagnosis.Findings.Count);
        Assert.Equal(ExitCodes.Done, (await pipeline.UndoAsync("all", force: false, default)).ExitCode);
        Assert.False(((BranchingHost)services.Host).IsMended);
    }

    /// <summary>Detectors and policy, run again on what the worker recorded, say the same; other detectors are told apart.</summary>
    private static void AssertReplays(string state, AgentServices services, int findings)
    {
        var place = new AuditPlace(state);
        var (report, rulings) = RecordedRulings.Read(place, CancellationToken.None);
        Assert.Empty(report.Breaks);
        var replayed = new Replayer(new InputStore(place), services.Tunables).Replay(Assert.Single(rulings));
        Assert.True(replayed is { IsSame: true, SameKnowledge: true, Ruling: "approved" }, string.Join("; ", [replayed.Problem, .. replayed.Differences]));
        Assert.Equal(findings, replayed.Findings);
        var blind = new KnowledgeBase(services.Knowledge.Tunables, [], [], [], services.Knowledge.Metrics);
        var differing = new Replayer(new InputStore(place), new ActuatorSet(blind, ActuatorList.Create())).Replay(rulings[0]);
        Assert.False(differing.SameKnowledge);
        Assert.Equal(findings, differing.Differences.Count(text => text.StartsWith("no longer found: ", StringComparison.Ordinal)));
    }
}
