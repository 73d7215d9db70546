using Kernward.Domain;
using Kernward.Policy;
using Kernward.Tests.Support;
using Xunit.Abstractions;

namespace Kernward.Tests.Policy;

/// <summary>Plans that the law must refuse, each with the rule and its reason, and plans that it must let pass.</summary>
public sealed class LawTableTests(ITestOutputHelper print)
{
    private static readonly IReadOnlyList<LawCase> Refusals = LawJson.Read("refusals.json");
    private static readonly IReadOnlyList<LawCase> Allowed = LawJson.Read("allowed.json");

    [Fact]
    public void Every_plan_of_the_table_is_refused_for_its_reason() => AssertEmpty(Refusals.Select((row, i) => Refusal(row, i + 1)));

    [Fact]
    public void Every_plan_of_the_other_table_passes() => AssertEmpty(Allowed.Select((row, i) => Passing(row, i + 1)));

    [Fact]
    public void The_tables_are_long_enough_and_repeat_nothing()
    {
        Assert.True(Refusals.Count >= 250, $"{Refusals.Count} refusals");
        Assert.True(Allowed.Count >= 60, $"{Allowed.Count} that pass");
        Assert.Empty(File.ReadLines(PolicyHost.PathOf("refusals.json")).Where(line => line.Contains("\"steps\"")).GroupBy(line => line.TrimEnd(',')).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void Every_rule_of_the_law_refuses_something_in_the_table()
    {
        var rules = Refusals.Select(row => row.Rule).ToHashSet();
        var law = new[]
        {
            "policy-file", "integrity", "known-tunable", "never-written", "range", "present", "step-size", "once", "budget", "rate", "reach",
            "pinned", "manual", "protected-group", "joint", "persistence", "risk", "autonomy", "quiet-hours",
        };
        Assert.Equal(law.Order(), rules.Order());
    }

    [Fact]
    public void Every_constraint_refuses_something_in_the_table()
    {
        var told = Refusals.SelectMany(row => Guard.Rule(row.Context()).Reasons).Where(reason => reason.Rule == "joint").Select(reason => reason.Text).ToList();
        Assert.Empty(PolicyHost.Known.Constraints.Where(constraint =>
            !told.Any(text => text.EndsWith(constraint.Why, StringComparison.Ordinal) && constraint.Tunables.Any(text.Contains))).Select(constraint => constraint.Id));
    }

    [Fact]
    public void A_table_with_a_wrong_row_is_noticed()
    {
        Assert.NotEmpty(Refusal(Allowed[0] with { Rule = "range" }, 1));
        Assert.NotEmpty(Refusal(Refusals[0] with { Reason = "another reason" }, 1));
        Assert.NotEmpty(Passing(Refusals[0], 1));
    }

    private static string Refusal(LawCase row, int number)
    {
        var context = row.Context();
        var ruling = Guard.Rule(context);
        var wanted = row.How == "prompt" ? Decision.Deny : Decision.Ask;
        var told = ruling.Reasons.Any(reason => reason.Rule == row.Rule && reason.Effect == wanted && reason.Text.Contains(row.Reason, StringComparison.Ordinal));
        var approved = Guard.Approve(context, Yes(row, context.Plan)) is not null;
        return told && !approved && row.Reason.Length > 0 ? "" : Line(row, number, ruling, approved);
    }

    private static string Passing(LawCase row, int number)
    {
        var context = row.Context();
        var approved = Guard.Approve(context, Yes(row, context.Plan)) is not null;
        return approved ? "" : Line(row, number, Guard.Rule(context), approved);
    }

    private static Approval Yes(LawCase row, Plan plan) => Some.Yes with { PlanId = plan.Id, How = row.How };

    private static string Line(LawCase row, int number, Ruling ruling, bool approved) =>
        $"row {number} ({string.Join(", ", row.Steps.Take(2).Select(step => $"{step.Set}={step.To}"))}; {row.Rule}: {row.Reason}) was {(approved ? "approved" : "refused")}: "
        + string.Join("; ", ruling.Reasons.Select(reason => $"{reason.Rule}/{reason.Effect}: {reason.Text}"));

    private void AssertEmpty(IEnumerable<string> lines)
    {
        var wrong = lines.Where(line => line.Length > 0).ToList();
        foreach (var line in wrong) print.WriteLine(line);
        Assert.Empty(wrong);
    }
}
