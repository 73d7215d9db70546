using Kernward.Domain;
using Kernward.Planning;
using Kernward.Tests.Support;

namespace Kernward.Tests.Planning;

public sealed class PlanRevisionTests
{
    private readonly Plan _two = Some.Plan(Some.Kernel()).Set("vm.swappiness", "10").Set("net.core.somaxconn", "4096").Make();

    [Fact]
    public void A_step_number_keeps_that_step_alone_under_a_new_id()
    {
        var revised = PlanRevision.Of(_two, new Intent { Act = Act.Revise, Value = "2" }, Some.Knowledge, out _)!;
        Assert.Equal(("net.core.somaxconn", 1), (Assert.Single(revised.Steps).Tunable, revised.Steps[0].N));
        Assert.NotEqual(_two.Id, revised.Id);
        Assert.True(PlanHash.Matches(revised));
    }

    [Fact]
    public void A_value_changes_the_only_step()
    {
        var one = Some.Plan(Some.Kernel()).Set("vm.swappiness", "10").Make();
        Assert.Equal("20", Assert.Single(PlanRevision.Of(one, new Intent { Act = Act.Revise, Value = "20" }, Some.Knowledge, out _)!.Steps).To);
    }

    [Fact]
    public void What_does_not_fit_is_said_and_changes_nothing()
    {
        Assert.Null(PlanRevision.Of(_two, new Intent { Act = Act.Revise, Value = "7", Unit = "GB" }, Some.Knowledge, out var problem));
        Assert.NotEmpty(problem);
    }
}
