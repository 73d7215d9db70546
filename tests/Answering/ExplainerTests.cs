using Kernward.Answering;

namespace Kernward.Tests.Answering;

public sealed class ExplainerTests
{
    private static string Value(Answer? answer, string label) => Assert.Single(answer!.Rows, row => row.Label == label).Value;

    [Fact]
    public void A_tunable_is_explained_with_this_hosts_value_range_risk_and_signals()
    {
        var answer = Scene.Explain("vm.swappiness");

        Assert.Equal("How readily memory is swapped.", answer!.Summary);
        Assert.Equal("60", Value(answer, "on this host"));
        Assert.Equal("1 to 200", Value(answer, "safe range"));
        Assert.StartsWith("R1: taken back at once", Value(answer, "risk"), StringComparison.Ordinal);
        Assert.Equal("at once", Value(answer, "takes effect"));
        Assert.Equal("0: it invites the OOM killer", Value(answer, "never"));
        Assert.Equal("256/s", Value(answer, "memory.vmstat.pswpin"));
        Assert.Equal("kernel docs", Value(answer, "source"));
    }

    [Fact]
    public void When_it_takes_effect_later_that_is_said() =>
        Assert.Equal("when the program listens anew", Value(Scene.Explain("net.core.somaxconn"), "takes effect"));

    [Fact]
    public void A_term_that_names_a_tunable_is_explained_as_both()
    {
        var answer = Scene.Explain("somaxconn");

        Assert.Contains("accept queue of every listening socket", answer!.Summary, StringComparison.Ordinal);
        Assert.Equal("128", Value(answer, "on this host"));
        Assert.Equal("net.core.somaxconn: Longest accept queue.", Value(answer, "the setting"));
    }

    [Fact]
    public void A_word_is_a_word_before_it_is_a_value()
    {
        var answer = Scene.Explain("BBR");

        Assert.Contains("models the path", answer!.Summary, StringComparison.Ordinal);
        Assert.Equal("cubic", Value(answer, "net.ipv4.tcp_congestion_control"));
    }

    [Fact]
    public void A_tunable_that_borrows_a_terms_name_does_not_take_its_place()
    {
        var answer = Scene.Explain("fsync");

        Assert.StartsWith("A program asks that a file be safely on disk", answer!.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain(answer.Rows, row => row.Label == "the setting");
    }

    [Theory]
    [InlineData("PSI", "Pressure stall information")]
    [InlineData("Huge-Pages", "Pages of 2 MiB")]
    [InlineData("the page cache", "Memory that holds contents of files")]
    [InlineData("oom killers", "The kernel's last resort")]
    [InlineData("TIME_WAIT", "The side that closes")]
    public void A_term_is_found_however_it_is_written(string name, string start) =>
        Assert.StartsWith(start, Scene.Explain(name)!.Summary, StringComparison.Ordinal);

    [Fact]
    public void A_metric_is_explained_with_its_file_and_value()
    {
        var answer = Scene.Explain("network.tcp.listen_overflows");

        Assert.Equal("5/s, 1050 (since boot)", Value(answer, "on this host"));
        Assert.StartsWith("/proc/", Value(answer, "kernel file"), StringComparison.Ordinal);
        Assert.Equal("net.core.somaxconn", Value(answer, "says whether these are right"));
        Assert.Equal("accept-queue-overflow", Value(answer, "watched by"));
    }

    [Theory]
    [InlineData("accept-queue-overflow")]
    [InlineData("Accept Queue Overflow")]
    [InlineData("n01")]
    public void A_finding_says_when_what_and_what_not(string name)
    {
        var rows = Scene.Explain(name)!.Rows;

        Assert.Contains(rows, row => row.Label == "found when" && row.Value == "rate(network.tcp.listen_overflows) is above 1/s, until past 0.1/s" && row.Note == "now 5/s");
        Assert.Contains(rows, row => row.Label == "critical when" && row.Value.Contains("above 100/s", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Label == "Kernward would" && row.Value.StartsWith("set net.core.somaxconn to current * 4", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Label == "Kernward would not" && row.Value.StartsWith("tcp_abort_on_overflow", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.Label == "for you");
    }

    [Fact]
    public void Two_are_explained_side_by_side()
    {
        var answer = Scene.Explain("bfq", "mq-deadline");

        Assert.Equal(new AnswerRow("", "bfq", "mq-deadline"), answer!.Rows[0]);
        Assert.StartsWith("The I/O scheduler that divides", answer.Rows[1].Value, StringComparison.Ordinal);
        Assert.StartsWith("The I/O scheduler that sorts", answer.Rows[1].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_tunables_side_by_side_have_their_values_in_one_row()
    {
        var row = Assert.Single(Scene.Explain("vm.swappiness", "net.core.somaxconn")!.Rows, row => row.Label == "on this host");

        Assert.Equal(("60", "128"), (row.Value, row.Note));
    }

    [Fact]
    public void Of_two_the_known_one_is_explained_and_the_other_named()
    {
        var answer = Scene.Explain("bbr", "cubik", out var nearest);

        Assert.Contains("models the path", answer!.Summary, StringComparison.Ordinal);
        Assert.EndsWith("'cubik' is not known; near it: cubic.", answer.Summary, StringComparison.Ordinal);
        Assert.Equal(["cubic"], nearest);
    }

    [Theory]
    [InlineData("swapiness", "vm.swappiness")]
    [InlineData("conntrak", "conntrack")]
    [InlineData("net.core.somaxcon", "net.core.somaxconn")]
    [InlineData("accept-queue-overlfow", "accept-queue-overflow")]
    public void What_is_misspelt_is_unknown_with_its_nearest_name(string name, string near)
    {
        Assert.Null(Scene.Explain(name, "", out var nearest));
        Assert.Contains(near, nearest);
        Assert.InRange(nearest.Count, 1, 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("quetzalcoatl")]
    public void Nonsense_is_near_to_nothing(string name)
    {
        Assert.Null(Scene.Explain(name, "", out var nearest));
        Assert.Empty(nearest);
    }

    [Fact]
    public void The_catalogue_lists_every_tunable_under_its_resource()
    {
        var answer = new Explainer(Scene.Actuators(), new InventedHost(new Dictionary<string, string>()), Scene.Busy().Build()).Catalogue();

        Assert.Equal(["disk", "memory", "network", "swap"], answer.Rows.Where(row => row.Value.Length == 0).Select(row => row.Label));
        Assert.Equal("60", Value(answer, "vm.swappiness"));
    }
}
