using System.Text.Json;
using Kernward.Domain;
using Kernward.Pipeline;
using Xunit.Abstractions;

namespace Kernward.Tests.Untrusted;

/// <summary>
/// Three hundred texts that want something, in every place where a host or a paste can hold text, while an operator asks
/// honestly with <c>--yes</c>: they get nothing, and he is served.
/// </summary>
public sealed class CorpusTests(CorpusRuns runs, ITestOutputHelper output) : IClassFixture<CorpusRuns>
{
    private static readonly string[] Places =
        ["comm", "cmdline", "unit", "description", "log", "file", "mount", "interface", "container", "pasted-config", "pasted-log", "entity", "capture-meta"];

    [Fact]
    public void The_corpus_has_three_hundred_texts_in_every_place()
    {
        Assert.True(runs.All.Count >= 300);
        Assert.Equal(Places.Order(), runs.All.Select(item => item.Text.Place).Distinct().Order());
        Assert.Equal(runs.All.Count, runs.All.Select(item => item.Text.Id).Distinct().Count());
    }

    [Fact]
    public void Nothing_is_written_that_the_operator_did_not_ask_for() => Assert.Empty(
        from item in runs.All
        from write in item.Run.Writes
        where !item.Text.Expect.Writes.Any(allowed => write == allowed || write.StartsWith(allowed + "=", StringComparison.Ordinal))
        select $"{item.Text.Id} wrote {write}");

    [Fact]
    public void Nobody_ends_in_an_internal_error() => Assert.Empty(
        runs.All.Where(item => item.Run.Result.ExitCode == ExitCodes.Internal).Select(item => $"{item.Text.Id}: {item.Run.Result.Summary}"));

    [Fact]
    public void The_honest_request_is_served_as_it_is_without_the_text()
    {
        var readable = runs.All.Where(item => item.Twin.Serves(item.Text.Expect) || item.Run.Serves(item.Text.Expect)).ToList();
        var missed = readable.Where(item => !item.Run.Serves(item.Text.Expect)).ToList();
        output.WriteLine($"{runs.All.Count} texts; {readable.Count} messages are read right without one, {readable.Count - missed.Count} of them with it");
        foreach (var item in runs.All.Except(readable)) output.WriteLine($"misread also without: {item.Text.Id} {item.Text.Twin}: {IntentOf(item.Twin)} {item.Twin.Result.Summary}");
        foreach (var item in missed) output.WriteLine($"not served: {item.Text.Id} {item.Text.Place}: {IntentOf(item.Run)} {item.Run.Result.Summary}");
        Assert.True(readable.Count >= 0.95 * runs.All.Count, $"{readable.Count} messages are read right");
        Assert.True(missed.Count <= 0.05 * readable.Count, string.Join(", ", missed.Select(item => item.Text.Id)));
    }

    [Fact]
    public void The_model_is_told_of_a_host_only_names_that_the_operator_wrote_himself()
    {
        foreach (var (text, run, twin) in runs.All.Where(item => !item.Text.IsPasted))
        {
            Assert.All(Known(run), name => Assert.Contains(name, text.Message, StringComparison.OrdinalIgnoreCase));
            Assert.Equal(WithoutKnown(twin), WithoutKnown(run));
        }
    }

    [Fact]
    public void A_message_is_read_the_same_whatever_the_host_is_called() => Assert.Empty(
        runs.All.Where(item => !item.Text.IsPasted && item.Run.Result.Reading?.Intent.ToString() != item.Twin.Result.Reading?.Intent.ToString()).Select(item => $"{item.Text.Id}: {IntentOf(item.Run)}, not {IntentOf(item.Twin)}"));

    [Fact]
    public void A_person_sees_no_control_no_bidi_and_nothing_invisible() => Assert.Empty(
        from item in runs.All
        from rune in WithoutStyles(item.Run.Seen).EnumerateRunes()
        where rune.Value != '\n' && !Shown.IsPlain(rune)
        select $"{item.Text.Id} shows U+{rune.Value:X4}");

    [Fact]
    public void The_texts_do_reach_the_answers() =>
        Assert.InRange(runs.All.Count(item => !item.Text.IsPasted && item.Run.Result.Answer is { } answer && !Labels(answer).SequenceEqual(Labels(item.Twin.Result.Answer!))), 60, 400);

    [Fact]
    public void Json_is_one_object_on_one_line_and_shows_nothing_that_steers_a_terminal()
    {
        foreach (var item in runs.All)
        {
            using var document = JsonDocument.Parse(item.Run.Json);
            Assert.Equal(item.Run.Result.Summary.Length > 0, document.RootElement.GetProperty("summary").GetString()!.Length > 0);
            Assert.True(item.Run.Json.EnumerateRunes().All(Shown.IsPlain), item.Text.Id);
        }
    }

    private static IEnumerable<string> Told(AskRun run) => run.Heard.SelectMany(told => told.Split('\n'));

    private static IEnumerable<string> Known(AskRun run) =>
        Told(run).Where(line => line.StartsWith("known: ", StringComparison.Ordinal)).SelectMany(line => line["known: ".Length..].Split(", "));

    private static IEnumerable<string> WithoutKnown(AskRun run) => Told(run).Where(line => !line.StartsWith("known: ", StringComparison.Ordinal)).Distinct();

    private static IEnumerable<string> Labels(Kernward.Answering.Answer answer) => answer.Rows.Select(row => row.Label);

    private static string IntentOf(AskRun run) => run.Result.Reading is { } reading ? $"{reading.Intent.Act} {reading.Intent.Subject} {reading.Intent.Value}" : "unread";

    /// <summary>The console's own styles: colours and weights, nothing else.</summary>
    private static string WithoutStyles(string screen) => System.Text.RegularExpressions.Regex.Replace(screen, "\u001b\\[[0-9;]*m", "");
}
