using Kernward.BootFiles;
using Kernward.Domain;

namespace Kernward.Tests.BootFiles;

public sealed class ProvenanceTests
{
    private static readonly Step Step = new()
    {
        N = 1, Tunable = "vm.swappiness", Scope = "host", From = "60", To = "10", Undo = "60", Risk = RiskLevel.Low, Because = ["asked"],
        Why = "you asked for it",
    };

    private static string Written(string who = "root", string why = "you asked for it") => Provenance.Write(
        new Origin("c7", Step with { Why = why }, who, new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero)), "vm.swappiness = 10\n");

    [Fact]
    public void Says_who_made_it_when_and_why() => Assert.Equal(
        """
        # Kernward made this file as part of change c7 on 2026-03-01 03:00:00 UTC, approved by root.
        # Why: you asked for it
        # Before, vm.swappiness was 60. `kernward undo c7` takes this file away again.
        # Do not edit: once it is altered, Kernward leaves it alone for good.
        # sha256 of the other lines: 7d2f2b
        vm.swappiness = 10

        """, System.Text.RegularExpressions.Regex.Replace(Written(), "(?<=lines: )[0-9a-f]{64}", "7d2f2b"));

    [Fact]
    public void Knows_its_own() => Assert.True(Provenance.IsIntact(Written()));

    [Theory]
    [InlineData("vm.swappiness = 10", "vm.swappiness = 11")]
    [InlineData("approved by root", "approved by eve")]
    [InlineData("vm.swappiness = 10\n", "vm.swappiness = 10\nvm.dirty_ratio = 1\n")]
    [InlineData("# Kernward made this file", "# kernward made this file")]
    [InlineData("# sha256", "# sha512")]
    public void Knows_what_was_altered(string what, string to)
    {
        Assert.Contains(what, Written(), StringComparison.Ordinal);
        Assert.False(Provenance.IsIntact(Written().Replace(what, to)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("vm.swappiness = 10\n")]
    [InlineData("# Kernward made this file")]
    public void Takes_nothing_else_for_its_own(string content) => Assert.False(Provenance.IsIntact(content));

    [Fact]
    public void No_name_and_no_reason_can_add_a_line()
    {
        var written = Written("eve\nkernel.panic = 1\r\n", "\u2028kernel.panic = 1\n[Service]\nExecStart=/bin/x\e é");
        Assert.Equal(6, written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(written.Split('\n')[..5], line => Assert.StartsWith("#", line, StringComparison.Ordinal));
        Assert.True(written.All(c => c == '\n' || (char.IsAscii(c) && !char.IsControl(c))));
        Assert.True(Provenance.IsIntact(written));
    }
}
