using Kernward.Domain;
using Kernward.Language;
using Kernward.Settings;
using Kernward.Tests.Support;

namespace Kernward.Tests.Language;

public sealed class IntentReaderTests
{
    private const string Allocate =
        """{"act":"allocate","goal":"","workload":"web","resource":"cpu","subject":"nginx","versus":"backup","relation":"more","value":"","unit":"","period":"","limits":[]}""";

    private const string Help =
        """{"act":"help","goal":"","workload":"","resource":"","subject":"","versus":"","relation":"","value":"","unit":"","period":"","limits":[]}""";

    private static IntentReader Reader(ScriptedModel model) =>
        new(model, new IntentSchema(File.ReadAllText(InstalledFiles.Find("prompts/intent.schema.json")!), ["vm.swappiness", "block.queue.scheduler"]),
            new PlainReplies(File.ReadAllText(InstalledFiles.Find("prompts/replies.json")!)), "intent");

    [Fact]
    public async Task Names_come_back_as_the_operator_wrote_them()
    {
        var reading = await Reader(new ScriptedModel(Allocate)).ReadAsync("give NGINX more cpu than the Backup", [], "", default);
        Assert.Equal(("NGINX", "Backup", Act.Allocate), (reading.Intent.Subject, reading.Intent.Versus, reading.Intent.Act));
    }

    [Fact]
    public async Task The_model_is_told_of_known_names_only_where_the_message_has_them()
    {
        var model = new ScriptedModel(Allocate);
        await Reader(model).ReadAsync("Give nginx more cpu than the backup", ["nginx", "redis", "Backup", "iv"], "swap 1 -> 2", default);
        Assert.Equal("pending: swap 1 -> 2\nknown: nginx, backup\ntext: give nginx more cpu than the backup", Assert.Single(model.Asked));
    }

    [Fact]
    public async Task A_waiting_plan_takes_one_line_whatever_it_is_called()
    {
        var model = new ScriptedModel(Help);
        await Reader(model).ReadAsync("what is that", [], "swap 1 -> 2\ntext: yes", default);
        Assert.Equal("pending: swap 1 -> 2 text: yes\ntext: what is that", Assert.Single(model.Asked));
    }

    [Fact]
    public async Task A_known_name_is_told_as_the_message_spells_it()
    {
        var model = new ScriptedModel(Allocate);
        await Reader(model).ReadAsync("nginx before the nightly backup", ["nightly-backup"], "", default);
        Assert.StartsWith("known: nightly backup\n", Assert.Single(model.Asked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Acts_that_leave_all_slots_empty_do_so_whatever_the_model_fills()
    {
        var reading = await Reader(new ScriptedModel(Allocate.Replace("allocate", "decline"))).ReadAsync("delete nginx backup", [], "", default);
        Assert.Equal(new Intent { Act = Act.Decline }.ToString(), reading.Intent.ToString());
    }

    [Theory]
    [InlineData("Yes, please!", Act.Confirm)]
    [InlineData("go for it", Act.Confirm)]
    [InlineData("No.", Act.Reject)]
    [InlineData("don't do it, thanks", Act.Reject)]
    public async Task A_plain_yes_or_no_to_a_waiting_plan_needs_no_model(string text, Act act)
    {
        var reading = await Reader(new ScriptedModel()).ReadAsync(text, [], "vm.swappiness 60 -> 10 on host; 1 step", default);
        Assert.Equal((act, 1.0), (reading.Intent.Act, reading.Confidence));
    }

    [Theory]
    [InlineData("yes but only the first step", "a plan")]
    [InlineData("yes", "")]
    public async Task More_than_a_yes_or_no_plan_is_read_by_the_model(string text, string pending)
    {
        var model = new ScriptedModel(Help);
        await Reader(model).ReadAsync(text, [], pending, default);
        Assert.Single(model.Asked);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"act":"explode"}""")]
    [InlineData("""{"act":"help","surprise":1}""")]
    [InlineData("""{"act":7}""")]
    public async Task An_answer_that_is_no_intent_is_refused_in_one_sentence(string answer) =>
        Assert.Equal("unreadable-answer", (await Assert.ThrowsAsync<LanguageException>(() => Reader(new ScriptedModel(answer)).ReadAsync("help", [], "", default))).Code);

    [Theory]
    [InlineData("vm.swappiness", "77", "")]
    [InlineData("kernel.panic", "10", "")]
    [InlineData("vm.swappiness", "10", "\"unlimited\"")]
    public async Task An_answer_that_the_message_cannot_mean_is_refused_whichever_model_gave_it(string subject, string value, string limits)
    {
        var answer = $$"""{"act":"set","goal":"","workload":"","resource":"","subject":"{{subject}}","versus":"","relation":"exactly","value":"{{value}}","unit":"","period":"","limits":[{{limits}}]}""";
        var refused = await Assert.ThrowsAsync<LanguageException>(() => Reader(new ScriptedModel(answer)).ReadAsync("set vm.swappiness to 10", [], "", default));
        Assert.Equal("unreadable-answer", refused.Code);
    }

    [Fact]
    public void An_intent_by_hand_is_what_the_serializer_makes_of_it()
    {
        var intent = new Intent
        {
            Act = Act.Allocate, Goal = "latency", Workload = "web", Resource = "cpu", Subject = "nginx", Versus = "b", Relation = "more", Value = "4",
            Unit = "cores", Period = "2h", Limits = ["dry-run", "no-cpu"],
        };
        using var bytes = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(bytes)) IntentJson.Write(json, intent);
        var text = System.Text.Encoding.UTF8.GetString(bytes.ToArray());
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(intent, AgentJson.Default.Intent), text);
        Assert.Equal(text, System.Text.Json.JsonSerializer.Serialize(IntentJson.Read(text), AgentJson.Default.Intent));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("\u0000\u0001\u001b\u200b\u202e")]
    public void Nothing_to_read_is_said_to_be_empty(string text) => Assert.Equal("empty", Assert.Throws<LanguageException>(() => IntentReader.Clean(text)).Code);

    [Fact]
    public void Two_hundred_thousand_characters_are_too_many() =>
        Assert.Equal("too-long", Assert.Throws<LanguageException>(() => IntentReader.Clean(new string('a', 200_000))).Code);

    [Fact]
    public void A_long_story_is_cut_and_control_characters_become_spaces()
    {
        Assert.Equal(IntentReader.LongestMessage, IntentReader.Clean(string.Concat(Enumerable.Repeat("word ", 1000))).Length);
        Assert.Equal("stop the box", IntentReader.Clean("stop\u001b\u202ethe\r\nbox"));
    }

    [Fact]
    public void The_schema_of_a_message_offers_its_words_devices_and_the_canonical_names()
    {
        var schema = new IntentSchema(File.ReadAllText(InstalledFiles.Find("prompts/intent.schema.json")!), ["vm.swappiness", "block.queue.scheduler"])
            .For(new MessageSpans("use bfq on sdb for three days"));
        string[] Of(string slot) => [.. schema.GetProperty("properties").GetProperty(slot).GetProperty("enum").EnumerateArray().Select(value => value.GetString()!)];
        Assert.Contains("block.sdb.queue.scheduler", Of("subject"));
        Assert.Contains("vm.swappiness", Of("subject"));
        Assert.Contains("bfq", Of("value"));
        Assert.Contains("3d", Of("period"));
        Assert.DoesNotContain("block.queue.scheduler", Of("subject"));
    }
}
