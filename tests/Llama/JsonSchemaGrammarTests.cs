using System.Text.Json;
using Kernward.Llama;
using Kernward.Llama.Grammar;

namespace Kernward.Tests.Llama;

public sealed class JsonSchemaGrammarTests
{
    [Theory]
    [InlineData("""{"const":"a"}""", """
        "\"a\""
        """)]
    [InlineData("""{"enum":["","web","webby","cache"]}""", """
        "\"" ("\"" | "cache\"" | "web" ("\"" | "by\""))
        """)]
    [InlineData("""{"oneOf":[{"const":"ab"},{"const":"ac"}]}""", """
        "\"a" ("b\"" | "c\"")
        """)]
    [InlineData("""{"enum":[1,12,"x",null,true]}""", """
        ("\"x\"" | "1" ("2")? | "null" | "true")
        """)]
    [InlineData("""{"type":"boolean"}""", """
        ("true" | "false")
        """)]
    [InlineData("""{"type":["string","null"],"maxLength":3}""", """
        ("\"" char{0,3} "\"" | "null")
        """)]
    [InlineData("""{"type":"integer"}""", "integer")]
    [InlineData("""{"type":"integer","minimum":8,"maximum":11}""", """
        ("1" ("0" | "1") | "8" | "9")
        """)]
    [InlineData("""{"type":"string","pattern":"^$|^last$|^[0-9]+(m|h)$"}""", """
        "\"" ("" | "l" "a" "s" "t" | [0-9]{1,256} ("m" | "h")) "\""
        """)]
    [InlineData("""{"type":"string","pattern":"^[a-z_.-]{1,3}\\.\\d?$"}""", """
        "\"" ([a-z\x5F\x2E\x2D]{1,3} "." [0-9]?) "\""
        """)]
    [InlineData("""{"type":"array","items":{"enum":["a","b"]}}""", """
        "[" ("\"" ("a\"" | "b\"") ("," "\"" ("a\"" | "b\"")){0,1})? "]"
        """)]
    [InlineData("""{"type":"array","minItems":2,"maxItems":3,"items":{"type":"integer"}}""", """
        "[" integer ("," integer){1,2} "]"
        """)]
    [InlineData("""{"type":"object","required":["b","a"],"properties":{"b":{"const":1},"a":{"type":"boolean"}}}""", """
        "{" "\"b\":" "1" ",\"a\":" ("true" | "false") "}"
        """)]
    public void Turns_a_schema_into_the_rule(string schema, string rule) =>
        Assert.Equal($"root ::= {rule}", From(schema).Gbnf.Split('\n')[0]);

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"type":"widget"}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"null"}}}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"null"}}""")]
    [InlineData("""{"type":"string","pattern":"a"}""")]
    [InlineData("""{"type":"string","pattern":"^a"}""")]
    [InlineData("""{"type":"string","pattern":"^[^a]$"}""")]
    [InlineData("""{"type":"string","pattern":"^(a$"}""")]
    [InlineData("""{"type":"string","pattern":"^a{2,$"}""")]
    [InlineData("""{"type":"string","pattern":"^a{2,"}""")]
    [InlineData("""{"type":"string","pattern":"^\"$"}""")]
    [InlineData("""{"type":"string","pattern":"^[!-~]$"}""")]
    [InlineData("""{"type":"string","pattern":"^\\"}""")]
    [InlineData("""{"type":"integer","minimum":1}""")]
    [InlineData("""{"type":"integer","minimum":0,"maximum":100000}""")]
    [InlineData("""{"type":"number","maximum":1}""")]
    [InlineData("""{"type":"array"}""")]
    [InlineData("""{"enum":[]}""")]
    [InlineData("""{"type":"string","contentEncoding":"base64"}""")]
    public void Refuses_what_it_would_otherwise_have_to_ignore(string schema)
    {
        var error = Assert.Throws<LlamaException>(() => From(schema));
        Assert.Equal(LlamaErrorKind.BadGrammar, error.Kind);
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", false)]
    [InlineData("""{"enum":[1,"a"]}""", false)]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"number"}]}""", false)]
    [InlineData("""{"type":["null","integer"]}""", false)]
    [InlineData("""{"enum":["1","a"]}""", true)]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", true)]
    public void Knows_whether_a_complete_answer_could_go_on(string schema, bool selfDelimiting) =>
        Assert.Equal(selfDelimiting, From(schema).SelfDelimiting);

    [Fact]
    public void Hundreds_of_names_branch_no_wider_than_there_are_letters()
    {
        var names = Enumerable.Range(0, 800).Select(i => $"\"unit-{i}.service\"");
        var rule = From($$"""{"enum":[{{string.Join(',', names)}}]}""").Gbnf.Split('\n')[0];
        Assert.StartsWith("root ::= \"\\\"unit-\" (\"0.service\\\"\" | \"1\" (", rule, StringComparison.Ordinal);
    }

    private static JsonSchemaGrammar From(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return JsonSchemaGrammar.From(document.RootElement);
    }
}
