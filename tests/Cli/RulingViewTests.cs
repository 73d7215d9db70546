using Kernward.Cli.Views;
using Kernward.Domain;
using Spectre.Console;

namespace Kernward.Tests.Cli;

public sealed class RulingViewTests
{
    private static string Shown(Decision decision, params Objection[] reasons)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 200;
        RulingView.Write(console, new Ruling(decision, reasons));
        return text.ToString();
    }

    [Fact]
    public void Tells_before_the_approval_who_else_sets_a_tunable_and_not_what_goes_without_saying()
    {
        var shown = Shown(Decision.Ask,
            new Objection("owner", Decision.Ask, 1, "vm.swappiness: /etc/sysctl.d/99-db.conf:1 sets 1 at boot; this change lasts until then"),
            new Objection("risk", Decision.Ask, 1, "vm.swappiness is class R1: a person approves it"));
        Assert.Contains("allowed if you approve", shown, StringComparison.Ordinal);
        Assert.Contains("step 1: vm.swappiness: /etc/sysctl.d/99-db.conf:1 sets 1 at boot; this change lasts until then (owner)", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("class R1", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_every_reason_of_a_refusal()
    {
        var shown = Shown(Decision.Deny, new Objection("risk", Decision.Deny, 0, "too much"), new Objection("range", Decision.Deny, 2, "too far"));
        Assert.Contains("refused", shown, StringComparison.Ordinal);
        Assert.Contains("too much (risk)", shown, StringComparison.Ordinal);
        Assert.Contains("step 2: too far (range)", shown, StringComparison.Ordinal);
    }
}
