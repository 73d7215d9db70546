using FsCheck;
using FsCheck.Fluent;
using Kernward.Domain;
using Kernward.Policy;
using Kernward.Tests.Support;
using Xunit.Abstractions;

namespace Kernward.Tests.Policy;

/// <summary>Whatever the plan: what the law lets pass breaks no range, no joint constraint and nothing of class R4, and starves nobody.</summary>
public sealed class LawPropertyTests(ITestOutputHelper print)
{
    private static readonly CatalogueFacts Facts = new();
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void What_passes_leaves_a_host_that_is_right()
    {
        var passed = 0;
        Check.One(Config, Prop.ForAll(PlanGenerator.Plans.ToArbitrary(), drawn =>
        {
            var kernel = PolicyHost.Make(drawn.Version);
            var context = Context(kernel, drawn.Steps);
            if (Guard.Rule(context).Decision == Decision.Deny) return true.ToProperty();
            passed++;
            var wrongs = new AppliedPlan(kernel, context.Plan).Wrongs();
            return (wrongs.Count == 0).Label(string.Join("; ", wrongs));
        }));
        print.WriteLine($"{passed} of {Config.MaxTest} passed");
        Assert.True(passed > Config.MaxTest / 10, $"only {passed} plans passed: too few to say anything");
    }

    [Fact]
    public void What_passes_keeps_to_the_letter_of_the_catalogue() => Check.One(Config, Prop.ForAll(PlanGenerator.Plans.ToArbitrary(), drawn =>
    {
        var context = Context(PolicyHost.Make(drawn.Version), drawn.Steps);
        if (Guard.Rule(context).Decision == Decision.Deny) return true;
        return context.Plan.Steps.Count <= 8 && context.Plan.Steps.All(step =>
            Facts.Risk(step.Tunable) is "R1" or "R2" or "R3" && Facts.Allows(step.Tunable, step.To) && WithinFactor(step));
    }));

    [Fact]
    public void One_step_that_is_never_written_spoils_any_plan() => Check.One(Config, Prop.ForAll(
        PlanGenerator.Plans.ToArbitrary(), PlanGenerator.AnyNever.ToArbitrary(), Gen.OneOf(PlanGenerator.Text, Gen.Elements("0", "1", "2")).ToArbitrary(), (drawn, never, to) =>
        {
            var ruling = Guard.Rule(Context(PolicyHost.Make(drawn.Version), [.. drawn.Steps, (never, PlanGenerator.ScopeOf(never), to)]));
            return ruling.Reasons.Any(reason => reason.Rule == "never-written" && reason.Effect == Decision.Deny && reason.Step == drawn.Steps.Length + 1);
        }));

    [Fact]
    public void No_scope_leads_anywhere_but_to_where_it_says() => Check.One(Config, Prop.ForAll(
        PlanGenerator.AnyWritable.ToArbitrary(), PlanGenerator.Scope.ToArbitrary(), (tunable, scope) =>
        {
            var kernel = PolicyHost.Make();
            var plan = PlanGenerator.Plan(kernel, [(tunable, scope, "1")]);
            if (Guard.Rule(new RuleContext(plan, kernel, PolicyHost.Tunables, new PolicyOptions())).Decision == Decision.Deny) return true;
            return scope is "host" or "sda" || PolicyHost.Groups.Contains(scope);
        }));

    [Fact]
    public void No_text_passes_for_a_number_but_digits() => Check.One(Config, Prop.ForAll(
        PlanGenerator.AnyWritable.ToArbitrary(), PlanGenerator.Text.ToArbitrary(), (tunable, text) =>
        {
            var ruling = Guard.Rule(Context(PolicyHost.Make(), [(tunable, PlanGenerator.ScopeOf(tunable), text)]));
            return ruling.Decision == Decision.Deny || Facts.Allows(tunable, text);
        }));

    [Fact]
    public void Only_a_plan_that_is_allowed_outright_passes_without_a_person() => Check.One(Config, Prop.ForAll(
        PlanGenerator.Plans.ToArbitrary(), Gen.Elements("prompt", "--yes", "policy", "Prompt", "", "undo").ToArbitrary(), Gen.Elements(AutonomyLevel.Ask, AutonomyLevel.Act).ToArbitrary(),
        (drawn, how, level) =>
        {
            var context = Context(PolicyHost.Make(drawn.Version), drawn.Steps, new PolicyOptions { Autonomy = new Autonomy(level, level) });
            var approved = Guard.Approve(context, Some.Yes with { PlanId = context.Plan.Id, How = how }) is not null;
            var isForPeople = level == AutonomyLevel.Ask || context.Plan.Steps.Any(step => Facts.Risk(step.Tunable) == "R3");
            return !approved || how is "prompt" or "--yes" || !isForPeople;
        }));

    [Fact]
    public void A_wrong_host_is_noticed()
    {
        foreach (var (tunable, scope, to) in new[]
        {
            ("vm.dirty_ratio", "host", "5"), ("cgroup.cpu.weight", "/system.slice/ssh.service", "50"), ("cgroup.freeze", "/system.slice", "1"),
            ("cgroup.memory.min", "/lab/a", "5368709120"), ("vm.nr_hugepages", "host", "4000"), ("cgroup.cpu.weight", "/system.slice/db.service", "9999"),
            ("net.ipv4.ip_forward", "host", "1"), ("net.ipv4.tcp_mem", "host", "92925 123903 1000000"), ("net.ipv4.tcp_rmem", "host", "65536 8192 9000000"),
        })
        {
            var kernel = PolicyHost.Make();
            Assert.NotEmpty(new AppliedPlan(kernel, PlanGenerator.Plan(kernel, [(tunable, scope, to)])).Wrongs());
        }
    }

    private static bool WithinFactor(Step step)
    {
        var most = Facts.MaxFactor(step.Tunable);
        return most <= 0 || !double.TryParse(step.From, out var from) || !double.TryParse(step.To, out var to)
            || Math.Max(from, to) <= most * Math.Max(1, Math.Min(from, to));
    }

    private static RuleContext Context(FakeKernel kernel, IEnumerable<(string, string, string)> steps, PolicyOptions? policy = null) =>
        new(PlanGenerator.Plan(kernel, steps), kernel, PolicyHost.Tunables, policy ?? new PolicyOptions()) { Now = new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero) };
}
