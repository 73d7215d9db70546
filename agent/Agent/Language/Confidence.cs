using System.Text;
using Kernward.Domain;
using Kernward.Llama;
using Microsoft.Extensions.AI;

namespace Kernward.Language;

/// <summary>
/// How sure a model was of an intent: the product of its probabilities of the tokens of act and named slots, each among the
/// tokens that the grammar allowed there. What cannot be written takes nothing away from what can.
/// </summary>
internal static class Confidence
{
    private static readonly string[] Decisive = ["act", "subject", "versus", "relation", "value"];

    /// <summary>1 where the model tells no probabilities (a remote one): then only its answer counts.</summary>
    public static (double Probability, Act? Instead) Of(ChatResponse response)
    {
        if (response.AdditionalProperties?.TryGetValue(LlamaProperties.Logprobs, out var found) != true
            || found is not IReadOnlyList<TokenLogprob> tokens)
            return (1, null);
        var written = new StringBuilder();
        var sum = 0.0;
        Act? instead = null;
        foreach (var token in tokens)
        {
            var key = KeyAt(written);
            written.Append(token.Text);
            if (!Decisive.Contains(key)) continue;
            sum += token.Constrained ?? token.LogProb;
            if (key == "act" && instead is null) instead = Second(token);
        }
        return (Math.Exp(Math.Max(sum, -50)), instead);
    }

    /// <summary>The key whose value is being written: the last <c>"key":"</c> that was opened and not closed.</summary>
    private static string KeyAt(StringBuilder written)
    {
        var text = written.ToString();
        var open = text.LastIndexOf("\":\"", StringComparison.Ordinal);
        if (open < 0) return "";
        var start = text.LastIndexOf('"', open - 1) + 1;
        return text.IndexOf('"', open + 3) >= 0 ? "" : text[start..open];
    }

    private static Act? Second(TokenLogprob token) =>
        token.Top.Count > 1 && Enum.GetValues<Act>().Where(act => act.ToString().StartsWith(token.Top[1].Text, StringComparison.OrdinalIgnoreCase)
            && token.Top[1].Text.Length > 1).Take(2).ToList() is [var only] ? only : null;
}
