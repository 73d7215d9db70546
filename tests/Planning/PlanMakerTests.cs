using Kernward.Detection;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Measurement;
using Kernward.Planning;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Policy;
using Kernward.Tests.Knowledge;
using Kernward.Tests.Support;

namespace Kernward.Tests.Planning;

public sealed class PlanMakerTests
{
    private static readonly ActuatorSet Tunables = new(PluginKnowledge.Load(), ActuatorList.Create());
    private readonly FakeKernel _kernel = Some.Kernel().With("proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n")
        .With("sys/fs/cgroup/cgroup.controllers", "cpu memory pids cpuset io\n")
        .With("sys/fs/cgroup/web.service/cpu.weight", "100\n").With("sys/fs/cgroup/nightly-backup.service/cpu.weight", "100\n")
        .With("sys/fs/cgroup/web.service/cpu.max", "max 100000\n").With("sys/fs/cgroup/web.service/memory.max", "max\n")
        .With("sys/fs/cgroup/web.service/cpuset.cpus", "\n");

    private async Task<Proposal> Make(Intent intent, string reach = "")
    {
        var builder = new SnapshotBuilder(8);
        foreach (var group in new[] { "/", "/web.service", "/nightly-backup.service", "/bare.service" }) builder.AddCgroup(group);
        builder.AddProcess(new ProcessInfo(7, 1, "rsync", 'S', "/nightly-backup.service", 1));
        builder.AddProcess(new ProcessInfo(8, 1, "lonely", 'S', "/", 1));
        builder.Add("system.cpu.count", 4);
        builder.Add("system.memory.total", 16L << 30);
        var diagnosis = new Diagnosis(new SampleWindow([builder.Seal(default, default)]), [], []);
        return await new PlanMaker(Tunables, new RulesPlanner(), new PolicyOptions { Reach = reach }).MakeAsync(intent, diagnosis, _kernel, default);
    }

    [Theory]
    [InlineData("nightly backup")]
    [InlineData("the Nightly-Backup.service")]
    [InlineData("rsync")]
    public async Task Both_parties_are_found_by_what_operators_call_them(string other)
    {
        var plan = (await Make(new Intent { Act = Act.Allocate, Resource = "cpu", Subject = "web", Versus = other, Relation = "more" })).Plan!;
        Assert.Contains(plan.Steps, step => step is { Tunable: "cgroup.cpu.weight", Scope: "/web.service" } && int.Parse(step.To) > 100);
        Assert.True(PlanHash.Matches(plan));
    }

    [Theory]
    [InlineData("ghost", "nothing called")]
    [InlineData("lonely", "root control group")]
    [InlineData("", "No party")]
    [InlineData("--", "is no name")]
    public async Task A_party_that_is_not_there_is_asked_for(string subject, string said)
    {
        var proposal = await Make(new Intent { Act = Act.Allocate, Resource = "cpu", Subject = subject, Relation = "more" });
        Assert.Null(proposal.Plan);
        Assert.Contains(said, proposal.Problem!.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_party_is_not_set_against_itself() => Assert.Equal("same-party",
        (await Make(new Intent { Act = Act.Allocate, Resource = "cpu", Subject = "nightly-backup", Versus = "rsync", Relation = "more" })).Problem!.Code);

    [Theory]
    [InlineData("at-most", "2", "cores", "cgroup.cpu.max", "2")]
    [InlineData("only-on", "0-1", "cores", "cgroup.cpuset.cpus", "0-1")]
    public async Task A_limit_in_cores_and_a_pin_are_worked_out(string relation, string value, string unit, string tunable, string to)
    {
        var plan = (await Make(new Intent { Act = Act.Allocate, Resource = "cpu", Subject = "web", Relation = relation, Value = value, Unit = unit })).Plan!;
        Assert.Contains(plan.Steps, step => step.Tunable == tunable && step.To == to);
    }

    /// <summary>As systemd leaves it at boot, services have no weights: said as it is, not as something that is so already.</summary>
    [Fact]
    public async Task What_a_group_does_not_have_is_not_taken_for_what_is_so_already()
    {
        _kernel.With("sys/fs/cgroup/cgroup.subtree_control", "memory pids\n").With("sys/fs/cgroup/bare.service/pids.max", "max\n");
        var problem = (await Make(new Intent { Act = Act.Allocate, Resource = "cpu", Subject = "bare", Relation = "more" })).Problem!;
        Assert.Equal("absent", problem.Code);
        Assert.Contains("root group does not hand the cpu controller down", problem.Message, StringComparison.Ordinal);
        Assert.Contains("systemctl set-property --runtime bare.service CPUWeight=100", problem.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_in_gigabytes_is_written_in_bytes()
    {
        var plan = (await Make(new Intent { Act = Act.Allocate, Resource = "memory", Subject = "web", Relation = "at-most", Value = "4", Unit = "GB" })).Plan!;
        Assert.Contains(plan.Steps, step => step.Tunable.StartsWith("cgroup.memory.", StringComparison.Ordinal) && step.To == "4294967296");
    }

    [Fact]
    public async Task A_tunable_is_set_as_asked_and_lowering_without_a_number_halves()
    {
        Assert.Equal("10", Assert.Single((await Make(new Intent { Act = Act.Set, Subject = "vm.swappiness", Relation = "exactly", Value = "10" })).Plan!.Steps).To);
        Assert.Equal("30", Assert.Single((await Make(new Intent { Act = Act.Set, Subject = "swappiness", Relation = "less" })).Plan!.Steps).To);
    }

    [Fact]
    public async Task What_is_so_already_is_left_alone()
    {
        var plan = (await Make(new Intent { Act = Act.Set, Subject = "vm.swappiness", Relation = "exactly", Value = "60" })).Plan!;
        Assert.Equal((Stance.NoAction, 0), (plan.Stance, plan.Steps.Count));
    }

    [Fact]
    public async Task An_unknown_tunable_is_impossible() =>
        Assert.Equal("unknown-tunable", (await Make(new Intent { Act = Act.Set, Subject = "kernel.self_destruct", Value = "1" })).Problem!.Code);

    [Fact]
    public async Task Nothing_is_proposed_where_nothing_is_wrong() =>
        Assert.Equal(Stance.NoAction, (await Make(new Intent { Act = Act.Optimize })).Plan!.Stance);

    [Fact]
    public async Task A_profile_proposes_nothing_beyond_the_reach()
    {
        Assert.NotEmpty((await Make(new Intent { Act = Act.Optimize, Workload = "database" })).Plan!.Steps);
        Assert.DoesNotContain((await Make(new Intent { Act = Act.Optimize, Workload = "database" }, "/only-here")).Plan!.Steps,
            step => Tunables.Knowledge.Tunable(step.Tunable)!.Namespace != "net");
    }

    private IEnumerable<Candidate> Remedies(params string[] scenes)
    {
        var diagnosis = new DetectorEngine(Tunables.Knowledge, _ => null).Diagnose(Scene.Window([Scenes.Healthy, .. scenes.Select(id => Scenes.All[id])]));
        var kernel = _kernel.With("proc/sys/vm/dirty_bytes", "0\n").With("proc/sys/vm/dirty_background_bytes", "0\n").With("proc/sys/vm/watermark_scale_factor", "10\n")
            .With("sys/fs/cgroup/system.slice/batch.service/memory.high", "max\n");
        return new CandidateFinder(Tunables, kernel, diagnosis).Remedies();
    }

    [Fact]
    public void Nothing_is_tuned_before_a_disk_that_dies()
    {
        Assert.Contains(Remedies("dirty-stalls"), candidate => candidate.For == "dirty-stalls");
        Assert.Empty(Remedies("dirty-stalls", "disk-slow"));
    }

    [Fact]
    public void A_symptom_is_left_to_the_remedy_of_its_cause()
    {
        Assert.Equal("direct-reclaim-stalls", Assert.Single(Remedies("direct-reclaim-stalls")).For);
        Assert.Equal(["memory-pressure"], Remedies("direct-reclaim-stalls", "memory-pressure").Select(candidate => candidate.For).Distinct());
    }

    [Fact]
    public void A_symptom_is_mended_itself_where_its_cause_has_nothing_that_could_be_set()
    {
        var diagnosis = new DetectorEngine(Tunables.Knowledge, _ => null)
            .Diagnose(Scene.Window(Scenes.Healthy, Scenes.All["direct-reclaim-stalls"], Scenes.All["memory-pressure"]));
        var kernel = _kernel.With("proc/sys/vm/watermark_scale_factor", "10\n");
        Assert.Equal(["direct-reclaim-stalls"], new CandidateFinder(Tunables, kernel, diagnosis).Remedies().Select(candidate => candidate.For).Distinct());
    }
}
