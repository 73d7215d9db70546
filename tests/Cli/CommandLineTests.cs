using System.Text.Json;
using Kernward.Tests.Support;

namespace Kernward.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(arguments, "", ("KERNWARD_State__Directory", _directory.Path));

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(64, "frobnicate")]
    [InlineData(64, "diagnose", "--frobnicate")]
    [InlineData(64, "ask")]
    [InlineData(64, "diagnose", "--planner", "dice")]
    [InlineData(64, "bench", "nothing")]
    [InlineData(65, "diagnose", "--host", "/nowhere.tar.gz")]
    [InlineData(65, "explain", "no.such.thing")]
    [InlineData(65, "apply", "/nowhere.json")]
    [InlineData(65, "intent", "--batch", "/nowhere.jsonl")]
    [InlineData(65, "ask", " ")]
    [InlineData(69, "ask", "why is it slow", "--model", "/nowhere.gguf")]
    [InlineData(78, "diagnose", "--config", "/nowhere/settings.json")]
    public async Task Bad_input_ends_with_its_code_one_sentence_and_a_hint(int exitCode, params string[] arguments)
    {
        var run = await RunAsync(arguments);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.NotEmpty(run.Errors);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unusable_model_file_is_said_for_what_it_is()
    {
        var whole = File.ReadAllBytes(new TinyGguf().WriteTo(Path.Combine(_directory.Path, "tiny.gguf")));
        File.WriteAllBytes(Path.Combine(_directory.Path, "short.gguf"), whole[..(whole.Length / 2)]);
        _directory.Write("text.gguf", "this is no model");
        foreach (var (file, code) in new[] { ("short.gguf", "model-truncated"), ("text.gguf", "model-not-gguf") })
        {
            var run = await RunAsync("intent", "help", "--json", "--model", Path.Combine(_directory.Path, file));
            Assert.Equal((69, code), (run.ExitCode, JsonDocument.Parse(run.Output).RootElement.GetProperty("error").GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task Natives_that_are_not_there_are_said_to_be_missing()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_directory.Path, "empty")).FullName;
        var run = await ProgramRun.OfAsync(["intent", "help", "--json"], "", ("KERNWARD_Model__Natives", empty), ("KERNWARD_State__Directory", _directory.Path));
        Assert.Equal(69, run.ExitCode);
        Assert.Contains("model-natives-missing", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(78, "doctor")]
    [InlineData(78, "plan", "set vm.swappiness to 30", "--planner", "rules")]
    [InlineData(0, "history")]
    public async Task A_broken_policy_stops_planning_and_nothing_else(int exitCode, params string[] arguments)
    {
        var policy = _directory.Write("policy.json", """{ "max_steps": 99, "pinned": ["vm.swapiness"] }""");
        var config = _directory.Write("with-policy.json", JsonSerializer.Serialize(new { PolicyFile = policy }));
        var run = await RunAsync([.. arguments, "--config", config]);
        Assert.Equal(exitCode, run.ExitCode);
        if (exitCode == 0) return;
        Assert.Contains("'max_steps' is 99", (run.Output + run.Errors).ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_broken_setting_is_printed_with_its_key()
    {
        var run = await RunAsync("diagnose", "--config", _directory.Write("bad.json", """{"Model":{"Threshold":2},"Nonsense":1}"""));
        Assert.Equal(78, run.ExitCode);
        Assert.Contains("Model:Threshold", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Nonsense", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_one_object_on_stdout_and_nothing_else()
    {
        var run = await RunAsync("diagnose", "--json", "--seconds", "0.3");
        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("kernward/1", answer.GetProperty("schema").GetString());
        Assert.Equal("diagnose", answer.GetProperty("command").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("error").ValueKind);
        Assert.True(answer.TryGetProperty("findings", out _) && answer.TryGetProperty("timings_ms", out _));
    }

    [Fact]
    public async Task A_capture_made_here_can_be_diagnosed_and_a_shortened_one_is_refused()
    {
        var file = Path.Combine(_directory.Path, "here.tar.gz");
        Assert.Equal(0, (await RunAsync("capture", "--out", file, "--seconds", "0.4", "--interval", "0.2")).ExitCode);
        Assert.InRange((await RunAsync("diagnose", "--host", file)).ExitCode, 0, 10);
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]);
        Assert.Equal(65, (await RunAsync("diagnose", "--host", file)).ExitCode);
    }

    [Fact]
    public async Task A_malformed_line_does_not_stop_a_batch()
    {
        var batch = _directory.Write("batch.jsonl", "{\"id\":\"a\",\"text\":\"what can you do\"}\nnot json\n{\"id\":\"b\",\"text\":\"\"}\n{\"id\":\"c\",\"text\":\""
            + new string('x', 200_000) + "\"}\n{\"id\":\"d\",\"text\":\"set swappiness to 10\",\"entities\":[],\"pending\":\"\"}\n");
        var run = await RunAsync("intent", "--batch", batch, "--json");
        Assert.Equal(0, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["a", null, "b", "c", "d"], lines.Select(line => line.GetProperty("id").GetString()));
        Assert.Equal([false, true, true, true, false], lines.Select(line => line.TryGetProperty("error", out _)));
    }

    [Fact]
    public async Task Help_and_version_need_nothing_else()
    {
        Assert.StartsWith("kernward 0.", (await RunAsync("--version")).Output, StringComparison.Ordinal);
        var help = await RunAsync("--help");
        Assert.Equal(0, help.ExitCode);
        foreach (var command in new[] { "chat", "ask", "intent", "diagnose", "plan", "apply", "undo", "history", "release", "explain", "capture", "doctor", "bench", "demo" })
            Assert.Contains(command, help.Output, StringComparison.Ordinal);
    }
}
