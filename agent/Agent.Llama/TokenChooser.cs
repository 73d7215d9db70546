using System.Diagnostics;

namespace Kernward.Llama;

/// <summary>
/// Picks the next token. The model's own first choice is put to the grammar alone; only where that is refused are all tokens
/// asked about, which costs as much as decoding does in a small model. Drawing with a temperature this way gives exactly the
/// constrained distribution: what was refused is drawn again among the allowed.
/// </summary>
internal sealed class TokenChooser(GrammarFilter? grammar, GenerationRequest request, int vocabulary)
{
    private readonly float[] _allowed = grammar is null ? [] : new float[vocabulary];
    private readonly Random _chance = new(request.Seed);
    private long _grammarTicks;

    internal int FullPasses { get; private set; }

    internal TimeSpan GrammarTime => Stopwatch.GetElapsedTime(0, _grammarTicks);

    internal Choice Choose(ReadOnlySpan<float> logits)
    {
        var opinion = Distribution.Of(logits);
        var token = Pick(logits, opinion);
        if (grammar is null) return new Choice(token, opinion.LogProb(logits, token), null, opinion);
        var start = Stopwatch.GetTimestamp();
        double? constrained = null;
        if (request.FullLogprobs || !grammar.Allows(token)) (token, constrained) = PickAllowed(logits);
        grammar.Accept(token);
        _grammarTicks += Stopwatch.GetTimestamp() - start;
        return new Choice(token, opinion.LogProb(logits, token), constrained, opinion);
    }

    private (int Token, double Constrained) PickAllowed(ReadOnlySpan<float> logits)
    {
        FullPasses++;
        grammar!.Constrain(logits, _allowed);
        var opinion = Distribution.Of(_allowed);
        var token = Pick(_allowed, opinion);
        return (token, opinion.LogProb(_allowed, token));
    }

    private int Pick(ReadOnlySpan<float> logits, Distribution opinion) =>
        request.Temperature > 0 ? Distribution.Draw(logits, request.Temperature, _chance.NextDouble()) : opinion.Best;
}
