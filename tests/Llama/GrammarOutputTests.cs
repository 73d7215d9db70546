using System.Text.Json;
using System.Text.RegularExpressions;
using Kernward.Llama;
using Kernward.Tests.Support;
using Microsoft.Extensions.AI;

namespace Kernward.Tests.Llama;

/// <summary>A model of random weights wants nothing in particular; whatever it writes is what the grammar made of it.</summary>
public sealed class GrammarOutputTests : IDisposable
{
    private const string Schema = """
        {"type":"object","additionalProperties":false,
         "required":["act","subject","value","period","limits","count","level","ok","note"],
         "properties":{
          "act":{"enum":["inspect","inspire","set","undo",""]},
          "subject":{"oneOf":[{"const":"nginx"},{"const":"nginx-proxy"},{"const":"redis \"main\""},{"const":"käse/☃"}]},
          "value":{"type":"string","maxLength":12},
          "period":{"type":"string","pattern":"^$|^last$|^[0-9]{1,3}(m|h|d|w)$"},
          "limits":{"type":"array","items":{"enum":["dry-run","no-restart","low-risk"]}},
          "count":{"type":"integer"},
          "level":{"type":"integer","minimum":-3,"maximum":12},
          "ok":{"type":"boolean"},
          "note":{"type":["string","null"],"minLength":2,"maxLength":5}}}
        """;

    private static readonly string[] Keys = ["act", "subject", "value", "period", "limits", "count", "level", "ok", "note"];

    private readonly TinyModel _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_the_weights_the_answer_fits_the_schema(int seed)
    {
        using var client = _files.Load(new TinyGguf { Seed = seed });
        for (var temperature = 0f; temperature < 4; temperature += 0.5f)
        {
            var response = await client.GetResponseAsync("set the memory", Options(temperature));
            Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
            RequireFit(response.Text);
        }
    }

    [Fact]
    public async Task Any_json_is_an_object_even_so()
    {
        using var client = _files.Load(new TinyGguf());
        var raw = """root ::= "{" [a-c]{2,4} "}" """;
        var options = new ChatOptions { AdditionalProperties = new() { [LlamaProperties.Grammar] = raw } };
        Assert.Matches("^\\{[a-c]{2,4}\\}$", (await client.GetResponseAsync("x", options)).Text);
        var json = await client.GetResponseAsync("x", new ChatOptions { ResponseFormat = ChatResponseFormat.Json, MaxOutputTokens = 30 });
        Assert.StartsWith("{", json.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grammar_that_llama_cpp_cannot_parse_is_reported()
    {
        using var client = _files.Load(new TinyGguf());
        var options = new ChatOptions { AdditionalProperties = new() { [LlamaProperties.Grammar] = "root ::= nowhere" } };
        var error = await Assert.ThrowsAsync<LlamaException>(() => client.GetResponseAsync("x", options));
        Assert.Equal(LlamaErrorKind.BadGrammar, error.Kind);
        Assert.NotEmpty((await client.GetResponseAsync("x", Options(0))).Text);
    }

    [Fact]
    public async Task One_of_eight_hundred_names_is_chosen()
    {
        using var client = _files.Load(new TinyGguf());
        var names = Enumerable.Range(0, 800).Select(i => $"unit-{i * 37 % 997}.service").ToHashSet();
        var schema = JsonSerializer.SerializeToElement(new { @enum = names });
        var response = await client.GetResponseAsync("x", new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema) });
        Assert.Contains(JsonSerializer.Deserialize<string>(response.Text)!, names);
    }

    [Fact]
    public async Task An_answer_cut_by_the_token_limit_says_so()
    {
        using var client = _files.Load(new TinyGguf());
        var options = Options(0);
        options.MaxOutputTokens = 3;
        Assert.Equal(ChatFinishReason.Length, (await client.GetResponseAsync("x", options)).FinishReason);
    }

    private static ChatOptions Options(float temperature) => new()
    {
        ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonSerializer.Deserialize<JsonElement>(Schema)),
        Temperature = temperature,
        Seed = 11,
        MaxOutputTokens = 400,
    };

    private static void RequireFit(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        Assert.Equal(Keys, root.EnumerateObject().Select(p => p.Name));
        Assert.Contains(root.GetProperty("act").GetString(), (string[])["inspect", "inspire", "set", "undo", ""]);
        Assert.Contains(root.GetProperty("subject").GetString(), (string[])["nginx", "nginx-proxy", "redis \"main\"", "käse/☃"]);
        Assert.InRange(root.GetProperty("value").GetString()!.EnumerateRunes().Count(), 0, 12);
        Assert.Matches(new Regex("^$|^last$|^[0-9]{1,3}(m|h|d|w)$"), root.GetProperty("period").GetString()!);
        Assert.All(root.GetProperty("limits").EnumerateArray(), l => Assert.Contains(l.GetString(), (string[])["dry-run", "no-restart", "low-risk"]));
        Assert.InRange(root.GetProperty("limits").GetArrayLength(), 0, 3);
        root.GetProperty("count").GetInt64();
        Assert.InRange(root.GetProperty("level").GetInt32(), -3, 12);
        Assert.True(root.GetProperty("ok").ValueKind is JsonValueKind.True or JsonValueKind.False);
        if (root.GetProperty("note").GetString() is { } note) Assert.InRange(note.EnumerateRunes().Count(), 2, 5);
    }
}
