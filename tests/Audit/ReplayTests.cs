using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kernward.Audit;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Audit;

public sealed class ReplayTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly AuditScene _scene = new();
    private readonly FakeKernel _kernel = Some.Kernel().WithGroups1();

    public void Dispose() => _scene.Dispose();

    private IReadOnlyList<RecordedRulingEntry> Rulings => RecordedRulings.Read(_scene.Place, Never).Rulings;

    private List<ReplayResult> Replay(ActuatorSet? tunables = null) =>
        [.. Rulings.Select(new Replayer(new InputStore(_scene.Place), tunables ?? Some.Tunables).Replay)];

    private async Task ApplyAsync(Func<Plan, Plan>? but = null, params (string Tunable, string To, string Scope)[] steps)
    {
        await using var worker = new InProcessWorker(new WorkerSetup(_scene.State, _kernel, _kernel, Some.Tunables, _scene.Time));
        var draft = Some.Plan(_kernel);
        foreach (var (tunable, to, scope) in steps) draft.Set(tunable, to, scope);
        var plan = draft.Make(but);
        var reply = await worker.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(60), Never);
        if (reply.Ok) await worker.ConfirmAsync(reply.Results![0].Change, Never);
    }

    [Fact]
    public async Task Rulings_of_every_kind_are_reached_again_after_the_host_has_changed()
    {
        const string db = "/system.slice/db.service";
        await ApplyAsync(null, ("vm.swappiness", "10", "host"), ("cgroup.cpu.weight", "300", db), ("mm.thp", "never", "host"));
        await ApplyAsync(null, ("vm.drop_caches", "3", "host"), ("vm.swappiness", "5000", "host"));
        await ApplyAsync(plan => plan with { Host = "elsewhere" }, ("vm.dirty_ratio", "5", "host"));
        _kernel["proc/sys/vm/swappiness"] = "33\n";
        await ApplyAsync(null, ("vm.swappiness", "20", "host"));
        _kernel["proc/sys/kernel/random/boot_id"] = "boot-2\n";
        _kernel.Remove("sys/kernel/mm/thp/enabled");
        var results = Replay();
        Assert.Equal(["approved", "refused", "refused", "refused"], results.Select(result => result.Ruling));
        Assert.All(results, result => Assert.True(result.IsSame && result.SameKnowledge, string.Join("; ", [result.Problem, .. result.Differences])));
        Assert.Equal(["c1", "", "", ""], results.Select(result => result.Entry.Change));
        Assert.Contains(new InputStore(_scene.Place).Load(Rulings[3].Entry.Text("inputs")).Ruling.Reasons, reason => reason.Rule == "manual");
    }

    [Fact]
    public async Task A_law_that_has_changed_is_told_objection_by_objection()
    {
        await ApplyAsync(null, ("vm.swappiness", "10", "host"));
        var narrower = new ActuatorSet(new KnowledgeBase([.. Some.Knowledge.Tunables.Select(tunable =>
            tunable.Id == "vm.swappiness" ? tunable with { Value = tunable.Value with { Min = 20 } } : tunable)], [], [], [], []) { HashOfFiles = new Lazy<string>("another") },
            [new SysctlActuator()]);
        var result = Assert.Single(Replay(narrower));
        Assert.False(result.SameKnowledge);
        Assert.Equal(["the decision was ask, and is deny now", "it was approved, and would not be now"], result.Differences.Where(text => !text.StartsWith("objects now: range, step 1, deny", StringComparison.Ordinal)));
        Assert.Equal(3, result.Differences.Count);
    }

    [Fact]
    public async Task Inputs_that_are_missing_or_altered_are_said_to_be()
    {
        await ApplyAsync(null, ("vm.swappiness", "10", "host"));
        var file = Assert.Single(Directory.GetFiles(_scene.Place.Inputs));
        var bytes = File.ReadAllBytes(file);
        bytes[^9] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Contains("were altered", Assert.Single(Replay()).Problem);
        Assert.Equal(AuditFault.Inputs, Assert.Single(AuditInspection.Inspect(_scene.Place, [], _ => { }, Never).Breaks).Fault);
        File.Delete(file);
        Assert.Contains("are missing", Assert.Single(Replay()).Problem);
        Assert.Equal((AuditFault.Inputs, 2L), AuditInspection.Inspect(_scene.Place, [], _ => { }, Never).Breaks.Select(found => (found.Fault, found.First)).Single());
    }

    /// <summary>What a ruling rested on can be looked at with zcat, and its name is what sha256sum says.</summary>
    [Fact]
    public async Task Inputs_hold_the_raw_files_that_rules_read()
    {
        await ApplyAsync(null, ("vm.swappiness", "10", "host"));
        var file = Assert.Single(Directory.GetFiles(_scene.Place.Inputs));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) + ".json.gz", Path.GetFileName(file));
        using var zip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        var inputs = JsonNode.Parse(zip)!;
        Assert.Equal(("60\n", "here\n"), ((string?)inputs["files"]!["proc/sys/vm/swappiness"], (string?)inputs["files"]!["proc/sys/kernel/hostname"]));
        Assert.Equal("root", (string?)inputs["approval"]!["who"]);
    }

    [Fact]
    public async Task An_observation_that_is_too_long_or_none_does_no_harm()
    {
        await using var worker = new InProcessWorker(new WorkerSetup(_scene.State, _kernel, _kernel, Some.Tunables, _scene.Time));
        var plan = Some.Plan(_kernel).Set("vm.swappiness", "10").Make();
        Task<WorkerReply> WithAsync(string observation) =>
            worker.ApplyAsync(plan, Some.Yes with { PlanId = plan.Id }, TimeSpan.FromSeconds(60), Never, observation);
        Assert.Equal("bad-request", (await WithAsync(new string('A', 600 << 10))).Error!.Code);
        Assert.True((await WithAsync("not base64!")).Ok);
        Assert.NotEqual("", Assert.Single(Replay()).Problem);
    }

    [Fact]
    public void The_shipped_knowledge_has_a_hash_that_follows_every_byte_of_it()
    {
        var files = PluginKnowledge.Files().ToList();
        Assert.Equal(64, KnowledgeReader.Read(files).Hash.Length);
        Assert.Equal(KnowledgeReader.Read(files).Hash, PluginKnowledge.Load().Hash);
        Assert.NotEqual(KnowledgeReader.Read(files).Hash, KnowledgeReader.Read([.. files[..^1], (files[^1].Name, [.. files[^1].Content, (byte)'\n'])]).Hash);
    }
}
