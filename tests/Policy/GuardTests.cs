using Kernward.Domain;
using Kernward.Policy;
using Kernward.Tests.Support;

namespace Kernward.Tests.Policy;

public sealed class GuardTests
{
    private const string Backup = "/system.slice/backup.service", Ssh = "/system.slice/ssh.service";

    /// <summary>Rule, part of its reason, and the plan that it must deny.</summary>
    private static readonly (string Rule, string Reason, Func<FakeKernel, Plan> Plan)[] Denied =
    [
        ("integrity", "changed after it was made", kernel => Good(kernel).Make() with { Summary = "another" }),
        ("integrity", "changed after it was made", kernel => Good(kernel).Make() with { Id = "" }),
        ("integrity", "changed after it was made", kernel => Forged(Good(kernel).Make(), step => step with { To = "11" })),
        ("integrity", "this is 'here'", kernel => Good(kernel).Make(plan => plan with { Host = "there" })),
        ("integrity", "booted since", kernel => Good(kernel).Make(plan => plan with { Boot = "boot-0" })),
        ("integrity", "not numbered", kernel => Good(kernel, step => step with { N = 2 }).Make()),
        ("known-tunable", "'vm.nosuch' is not in the catalogue", kernel => Some.Plan(kernel).Set("vm.nosuch", "1").Make()),
        ("known-tunable", "not in the catalogue", kernel => Some.Plan(kernel).Set("../../etc/passwd", "1").Make()),
        ("known-tunable", "not in the catalogue", kernel => Some.Plan(kernel).Set("proc/sys/vm/swappiness", "1").Make()),
        ("known-tunable", "not in the catalogue", kernel => Some.Plan(kernel).Set("VM.SWAPPINESS", "1").Make()),
        ("known-tunable", "not in the catalogue", kernel => Some.Plan(kernel).Set("", "1").Make()),
        ("never-written", "class R4", kernel => Some.Plan(kernel).Set("vm.drop_caches", "3").Make()),
        ("never-written", "class R0", kernel => Some.Plan(kernel).Set("kernel.shmall", "100").Make()),
        ("range", "outside 0 to 200", kernel => Some.Plan(kernel).Set("vm.swappiness", "201").Make()),
        ("range", "the OOM killer comes early", kernel => Some.Plan(kernel).Set("vm.swappiness", "0").Make()),
        ("range", "plain number", kernel => Some.Plan(kernel).Set("vm.swappiness", "-1").Make()),
        ("range", "plain number", kernel => Some.Plan(kernel).Set("vm.swappiness", "0x10").Make()),
        ("range", "plain number", kernel => Some.Plan(kernel).Set("vm.swappiness", "010").Make()),
        ("range", "plain number", kernel => Some.Plan(kernel).Set("vm.swappiness", "1e2").Make()),
        ("range", "plain number", kernel => Some.Plan(kernel).Set("vm.swappiness", "10\n").Make()),
        ("range", "plain number", kernel => Some.Plan(kernel).Set("vm.swappiness", "").Make()),
        ("range", "plain number", kernel => Some.Plan(kernel).Set("vm.swappiness", "٣").Make()),
        ("range", "3 numbers", kernel => Some.Plan(kernel).Set("net.ipv4.tcp_rmem", "4096 8192").Make()),
        ("range", "always, madvise, never", kernel => Some.Plan(kernel).Set("mm.thp", "[never]").Make()),
        ("range", "list of CPUs", kernel => Some.Plan(kernel.WithGroups1()).Set("cgroup.cpuset.cpus", "3-1", Backup).Make()),
        ("range", "no value", kernel => Some.Plan(kernel).Set("net.ipv4.tcp_congestion_control", "reno;id").Make()),
        ("present", "does not exist", kernel => Some.Plan(kernel).Set("vm.swappiness", "10", "sda").Make()),
        ("present", "does not exist", kernel => Some.Plan(kernel.WithGroups2()).Set("cgroup.cpu.weight", "50", "/system.slice/../x").Make()),
        ("present", "does not exist", kernel => Some.Plan(kernel.WithGroups1()).Set("cgroup.memory.high", "5000000", Backup).Make()),
        ("present", "is 60 now, the plan saw 50", kernel => Good(kernel, step => step with { From = "50", Undo = "50" }).Make()),
        ("present", "the way back is 0", kernel => Good(kernel, step => step with { Undo = "0" }).Make()),
        ("present", "offers reno, cubic; not bbr", kernel => Some.Plan(kernel).Set("net.ipv4.tcp_congestion_control", "bbr").Make()),
        ("present", "would be killed", kernel => Some.Plan(kernel.WithGroups2()).Set("cgroup.memory.max", "4096", Backup).Make()),
        ("step-size", "factor of 128", kernel => Some.Plan(kernel).Set("net.core.somaxconn", "16384").Make()),
        ("once", "changed twice", kernel => Some.Plan(kernel).Set("vm.swappiness", "10").Set("vm.swappiness", "20").Make()),
        ("once", "is 60 already", kernel => Some.Plan(kernel).Set("vm.swappiness", "60").Make()),
        ("budget", "9 steps; policy allows 8", kernel => Enumerable.Range(1, 9)
            .Aggregate(Some.Plan(kernel), (plan, i) => plan.Set("vm.swappiness", $"{i}")).Make()),
        ("budget", "nothing in it", kernel => Some.Plan(kernel).Make()),
        ("budget", "nothing in it", kernel => Good(kernel).Make(plan => plan with { Stance = Stance.NoAction })),
        ("budget", "nothing in it", kernel => Good(kernel).Make(plan => plan with { Stance = Stance.HandOver })),
        ("pinned", "pinned by policy", kernel => Some.Plan(kernel).Set("kernel.panic", "5").Make()),
        ("manual", "kernward release vm.dirty_ratio", kernel => Some.Plan(kernel).Set("vm.dirty_ratio", "15").Make()),
        ("protected-group", "'ssh.service' keeps this host reachable", kernel => Some.Plan(kernel.WithGroups2()).Set("cgroup.cpu.weight", "50", Ssh).Make()),
        ("protected-group", "'ssh.service'", kernel => Some.Plan(kernel.WithGroups1()).Set("cgroup.cpu.max", "1", Ssh).Make()),
        ("protected-group", "'ssh.service'", kernel => Some.Plan(kernel.WithGroups2()).Set("cgroup.pids.max", "10", Ssh).Make()),
        ("protected-group", "'ssh.service'", kernel => Some.Plan(kernel.WithGroups2()).Set("cgroup.memory.max", "9000000", Ssh + "/session").Make()),
        ("protected-group", "'/'", kernel => Some.Plan(kernel.WithGroups2()).Set("cgroup.cpu.weight", "50", "/").Make()),
        ("joint", "must not descend", kernel => Some.Plan(kernel).Set("net.ipv4.tcp_rmem", "4096 8388608 131072").Make()),
        ("joint", "vm.dirty_background_ratio <= vm.dirty_ratio", kernel => Some.Plan(kernel).Set("vm.dirty_ratio", "5").Make()),
        ("joint", "vm.dirty_background_ratio <= vm.dirty_ratio", kernel => Some.Plan(kernel).Set("vm.dirty_background_ratio", "30").Make()),
        ("joint", "cgroup.memory.high <= cgroup.memory.max", kernel => Some.Plan(kernel.WithGroups2())
            .Set("cgroup.memory.high", "9000000", Backup).Set("cgroup.memory.max", "8000000", Backup).Make()),
        ("persistence", "this host has no /etc/sysctl.d", kernel => Good(kernel, step => step with { Persistence = Persistence.Boot }).Make()),
        ("risk", "not 'Low' risk", kernel => Some.Plan(kernel).Set("vm.dirty_ratio", "15", but: step => step with { Risk = RiskLevel.Low }).Make()),
        ("risk", "nothing risky was asked for", kernel => Some.Plan(kernel).Set("kernel.panic", "5").Make(plan =>
            plan with { Intent = plan.Intent with { Limits = ["low-risk"] } })),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Denied.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Denies(int index)
    {
        var (rule, reason, make) = Denied[index];
        var kernel = Some.Kernel();
        var context = Context(kernel, make(kernel));
        var ruling = Guard.Rule(context);
        Assert.Equal(Decision.Deny, ruling.Decision);
        Assert.True(ruling.Reasons.Any(found => found.Rule == rule && found.Effect == Decision.Deny && found.Text.Contains(reason)),
            $"{rule}: '{reason}' is not among: {string.Join("; ", ruling.Reasons.Select(found => $"{found.Rule}: {found.Text}"))}");
        Assert.Null(Guard.Approve(context, Some.Yes with { PlanId = context.Plan.Id }));
        Assert.Empty(kernel.Writes);
    }

    [Fact]
    public void Asks_a_person_about_a_good_plan()
    {
        var kernel = Some.Kernel();
        var context = Context(kernel, Good(kernel).Make());
        Assert.Equal(Decision.Ask, Guard.Rule(context).Decision);
        Assert.NotNull(Guard.Approve(context, Some.Yes with { PlanId = context.Plan.Id }));
    }

    [Fact]
    public void Approves_nothing_without_an_approval_or_with_that_of_another_plan()
    {
        var kernel = Some.Kernel();
        var context = Context(kernel, Good(kernel).Make());
        Assert.Null(Guard.Approve(context, null));
        Assert.Null(Guard.Approve(context, Some.Yes with { PlanId = Some.Plan(kernel).Set("vm.swappiness", "20").Make().Id }));
        Assert.Null(Guard.Approve(context, Some.Yes));
    }

    [Theory]
    [InlineData("policy")]
    [InlineData("Prompt")]
    [InlineData("")]
    public void Takes_no_word_but_a_persons_where_it_asks_for_one(string how)
    {
        var kernel = Some.Kernel();
        var context = Context(kernel, Some.Plan(kernel).Set("vm.swappiness", "30").Make());
        var approval = Some.Yes with { PlanId = context.Plan.Id, How = how };
        Assert.Null(Guard.Approve(context, approval));
        Assert.Contains("a person approves it", Guard.WhyNot(Guard.Rule(context), context.Plan, approval));
        var free = context with { Policy = context.Policy with { Autonomy = new Autonomy(AutonomyLevel.Act) } };
        Assert.Equal(Decision.Allow, Guard.Rule(free).Decision);
        Assert.NotNull(Guard.Approve(free, approval));
    }

    [Fact]
    public void Gives_a_protected_group_more()
    {
        var kernel = Some.Kernel().WithGroups2();
        var context = Context(kernel, Some.Plan(kernel).Set("cgroup.cpu.weight", "200", Ssh).Make());
        Assert.Equal(Decision.Ask, Guard.Rule(context).Decision);
    }

    [Fact]
    public void Limits_memory_where_there_was_no_limit()
    {
        var kernel = Some.Kernel().WithGroups2();
        var context = Context(kernel, Some.Plan(kernel).Set("cgroup.memory.max", "9000000", Backup).Make());
        Assert.Equal(Decision.Ask, Guard.Rule(context).Decision);
    }

    private static PlanDraft Good(FakeKernel kernel, Func<Step, Step>? but = null) => Some.Plan(kernel).Set("vm.swappiness", "10", but: but);

    private static Plan Forged(Plan plan, Func<Step, Step> but) => plan with { Steps = [.. plan.Steps.Select(but)] };

    private static RuleContext Context(FakeKernel kernel, Plan plan) => new(plan, kernel, Some.Tunables, new PolicyOptions { Pinned = ["kernel.panic"] })
    {
        IsManual = (tunable, _) => tunable == "vm.dirty_ratio",
    };
}
