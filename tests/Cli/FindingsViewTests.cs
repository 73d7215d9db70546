using Kernward.Cli.Views;
using Kernward.Detection;
using Kernward.Knowledge;
using Kernward.Plugins;
using Kernward.Tests.Knowledge;
using Spectre.Console;

namespace Kernward.Tests.Cli;

public sealed class FindingsViewTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    private static List<string> Shown(bool verbose, params string[] scenes)
    {
        var diagnosis = new DetectorEngine(Known, _ => null).Diagnose(Scene.Window([Scenes.Healthy, .. scenes]));
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 100;
        FindingsView.Write(console, diagnosis, verbose);
        return [.. text.ToString().Split('\n').Select(line => line.TrimEnd('\r', ' '))];
    }

    [Theory]
    [MemberData(nameof(DetectorTests.Ids), MemberType = typeof(DetectorTests))]
    public void Every_finding_fits_80_columns(string id)
    {
        var shown = Shown(verbose: true, Scenes.All[id]);
        Assert.All(shown, line => Assert.True(line.Length <= 80, line));
        Assert.Contains(Known.Detectors.Single(detector => detector.Id == id).Summary.Split(' ')[0], string.Join('\n', shown), StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_has_its_numbers_what_to_do_what_not_and_its_symptoms()
    {
        var shown = Shown(verbose: false, Scenes.All["memory-pressure"], Scenes.All["swap-thrash"]);
        Assert.Equal("Found  1 cause behind 2 findings in 1.5 s, 1 critical:", shown[0]);
        Assert.StartsWith("CRITICAL  ", shown[2], StringComparison.Ordinal);
        foreach (var label in new[] { "  since    ", "  evidence ", "  means    ", "  do       ", "  do not   ", "  brings   " })
            Assert.Single(shown, line => line.StartsWith(label, StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Contains("(above 5 %)", StringComparison.Ordinal) || line.Contains("(above 0.05", StringComparison.Ordinal));
        Assert.Contains(shown, line => line.Contains("`- critical: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_wrong_is_said_with_what_was_looked_at_and_three_loads()
    {
        var shown = Shown(verbose: false, "system.filesystem.utilization@/srv 0.8");
        Assert.Equal("Found  nothing wrong in 1.5 s", shown[0]);
        Assert.Contains($"{Known.Detectors.Count} detectors", string.Join(' ', shown), StringComparison.Ordinal);
        Assert.Contains("  most load space of /srv 80 % in use", shown);
        Assert.Equal(2, shown.SkipWhile(line => !line.StartsWith("  most load", StringComparison.Ordinal)).Skip(1).Count(line => line.Length > 0));
    }

    [Fact]
    public void What_needs_nothing_done_is_no_alarm()
    {
        var shown = Shown(verbose: false, Scenes.All["page-cache-high"]);
        Assert.Equal("Found  nothing wrong in 1.5 s", shown[0]);
        Assert.Contains(shown, line => line.StartsWith("Worth knowing", StringComparison.Ordinal));
    }

    [Fact]
    public void A_look_alike_is_told_to_who_asks_for_details()
    {
        string[] scenes = [Scenes.All["cpu-starved-group"], "cgroup.cpu.weight@/system.slice/web.service 10"];
        Assert.Contains("not cpu-starved-group of", string.Join(' ', Shown(verbose: true, scenes)), StringComparison.Ordinal);
        Assert.DoesNotContain("cpu-starved-group", string.Join(' ', Shown(verbose: false, scenes)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one two three", 8, "one two|three")]
    [InlineData("averylongwordindeed", 5, "avery|longw|ordin|deed")]
    [InlineData("", 5, "")]
    public void Text_is_broken_at_spaces_where_it_can_be(string text, int width, string lines) => Assert.Equal(lines, string.Join('|', Page.Wrap(text, width)));
}
