using System.Runtime.Intrinsics;

namespace Kernward.Llama;

/// <summary>The model's opinion on the next token: its two favourites, and what turns log-odds into probabilities.</summary>
/// <param name="Best">The likeliest token.</param>
/// <param name="Second">The next one; the same where the vocabulary has only one.</param>
/// <param name="LogSum">Natural logarithm of the sum of the exponentials of all log-odds.</param>
internal readonly record struct Distribution(int Best, int Second, double LogSum)
{
    internal static Distribution Of(ReadOnlySpan<float> logits)
    {
        var (best, second) = (0, 0);
        for (var i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best]) (best, second) = (i, best);
            else if (second == best || logits[i] > logits[second]) second = i;
        }
        return new Distribution(best, second, LogSumOf(logits, logits[best]));
    }

    /// <summary>Natural logarithm of a token's probability; rounding never lifts it above zero.</summary>
    internal double LogProb(ReadOnlySpan<float> logits, int token) => Math.Min(logits[token] - LogSum, 0);

    /// <summary>Draws a token.</summary>
    /// <param name="logits">Log-odds; negative infinity is never drawn.</param>
    /// <param name="temperature">Above zero.</param>
    /// <param name="chance">From 0 up to, not including, 1.</param>
    internal static int Draw(ReadOnlySpan<float> logits, float temperature, double chance)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits) largest = Math.Max(largest, logit);
        var total = 0.0;
        foreach (var logit in logits) total += Math.Exp((logit - largest) / temperature);
        var left = chance * total;
        var last = 0;
        for (var i = 0; i < logits.Length; i++)
        {
            if (float.IsNegativeInfinity(logits[i])) continue;
            last = i;
            left -= Math.Exp((logits[i] - largest) / temperature);
            if (left < 0) return i;
        }
        return last;
    }

    /// <summary>The sum is taken over lanes: a scalar loop over a large vocabulary would cost as much as decoding a small model.</summary>
    private static double LogSumOf(ReadOnlySpan<float> logits, float largest)
    {
        var sum = 0.0;
        var at = 0;
        var lanes = Vector256<float>.Count;
        var shift = Vector256.Create(largest);
        for (; at + lanes <= logits.Length; at += lanes)
        {
            var chunk = Vector256.Create(logits.Slice(at, lanes));
            sum += Vector256.Sum(Vector256.Exp(chunk - shift));
        }
        for (; at < logits.Length; at++) sum += Math.Exp(logits[at] - largest);
        return largest + Math.Log(sum);
    }
}
