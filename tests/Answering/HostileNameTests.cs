using Kernward.Answering;

namespace Kernward.Tests.Answering;

public sealed class HostileNameTests
{
    private const string Escape = "\u001b[2Jevil\u202e\n{available}";

    private static IEnumerable<string> Texts(Answer answer) =>
        answer.Rows.SelectMany(row => new[] { row.Label, row.Value, row.Note }).Append(answer.Summary).Concat(answer.Evidence.Select(evidence => evidence.Subject));

    private static void AssertHarmless(Answer answer) =>
        Assert.All(Texts(answer), text => Assert.DoesNotContain(text, c => char.IsControl(c) || c == '\u202e'));

    [Fact]
    public void A_process_that_sends_terminal_codes_is_shown_without_them()
    {
        var answer = Scene.Inspect(Scene.Busy().Process(666, Escape).Gauge("process.memory.rss", 12 * Scene.GiB, "666").Build(), "memory");

        Assert.Contains(answer.Rows, row => row.Label.Contains("evil", StringComparison.Ordinal) && row.Label.EndsWith("(666)", StringComparison.Ordinal));
        AssertHarmless(answer);
    }

    [Fact]
    public void Braces_in_a_name_are_not_filled_in()
    {
        var answer = Scene.Inspect(Scene.Busy().Process(666, Escape).Gauge("process.memory.rss", 12 * Scene.GiB, "666").Build(), "memory");

        Assert.Contains("{available}", answer.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_mounts_and_interfaces_are_no_better()
    {
        var window = Scene.Busy().Groups("/" + Escape).Gauge("cgroup.memory.usage", 12 * Scene.GiB, "/" + Escape)
            .Gauge("system.filesystem.utilization", 0.99, "/mnt/" + Escape).Counter("network.interface.receive.bytes", 9e9, Escape)
            .Counter("network.interface.transmit.bytes", 9e9, Escape).Build();

        AssertHarmless(Scene.Inspect(window, "memory"));
        AssertHarmless(Scene.Inspect(window, "disk"));
        AssertHarmless(Scene.Inspect(window, "network"));
        AssertHarmless(Scene.Inspect(window));
        AssertHarmless(Scene.Inspect(window, subject: "evil"));
    }

    [Fact]
    public void What_was_asked_for_is_echoed_without_its_control_characters()
    {
        AssertHarmless(Scene.Inspect(Scene.Busy().Build(), subject: Escape));
        AssertHarmless(Scene.Explain("bbr", Escape)!);
    }

    [Fact]
    public void A_name_without_end_is_cut()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), subject: new string('x', 100_000));

        Assert.True(answer.Summary.Length < 400);
    }
}
