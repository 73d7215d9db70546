using Kernward.Llama.Native;

namespace Kernward.Llama;

/// <summary>
/// A grammar that follows the answer token by token and says what may come next. Not thread-safe.
/// llama.cpp ends the process when a grammar is given a token that it refuses, so every token is asked about first.
/// </summary>
internal sealed unsafe class GrammarFilter : IDisposable
{
    private readonly SamplerHandle _sampler;
    private readonly Vocabulary _words;
    private readonly TokenData[] _candidates;

    /// <exception cref="LlamaException">BadGrammar, with llama.cpp's reason.</exception>
    internal GrammarFilter(Vocabulary words, string grammar)
    {
        NativeLog.Clear();
        using var arena = new Arena();
        _sampler = LlamaApi.SamplerInitGrammar(words.Native, arena.Text(grammar), arena.Text("root"));
        if (_sampler.IsInvalid)
            throw new LlamaException(
                LlamaErrorKind.BadGrammar, $"llama.cpp refuses the grammar: {NativeLog.Complaints()}", "Correct the grammar.");
        _words = words;
        _candidates = new TokenData[words.Count];
    }

    /// <summary>True where the answer may end here.</summary>
    internal bool MayEnd => _words.End >= 0 && Allows(_words.End);

    internal bool Allows(int token)
    {
        if (_words.IsMarker(token)) return false;
        var candidate = new TokenData { Id = token, Logit = 0 };
        Apply(new Span<TokenData>(ref candidate));
        return !float.IsNegativeInfinity(candidate.Logit);
    }

    /// <summary>Copies the log-odds, with negative infinity for every token that may not come next.</summary>
    /// <exception cref="LlamaException">BadGrammar, where no token may.</exception>
    internal void Constrain(ReadOnlySpan<float> logits, Span<float> allowed)
    {
        for (var i = 0; i < logits.Length; i++)
            _candidates[i] = new TokenData { Id = i, Logit = _words.IsMarker(i) ? float.NegativeInfinity : logits[i] };
        Apply(_candidates);
        var any = false;
        foreach (ref readonly var candidate in _candidates.AsSpan())
        {
            allowed[candidate.Id] = _words.IsMarker(candidate.Id) ? float.NegativeInfinity : candidate.Logit;
            any |= !float.IsNegativeInfinity(allowed[candidate.Id]);
        }
        if (!any)
            throw new LlamaException(
                LlamaErrorKind.BadGrammar, "No token of the model's vocabulary can continue the answer under the grammar.",
                "Use a model whose vocabulary covers single bytes, or loosen the grammar.");
    }

    /// <summary>Moves on past a token that <see cref="Allows"/> said yes to.</summary>
    internal void Accept(int token) => LlamaApi.SamplerAccept(_sampler, token);

    public void Dispose() => _sampler.Dispose();

    private void Apply(Span<TokenData> candidates)
    {
        fixed (TokenData* data = candidates)
        {
            var array = new TokenDataArray { Data = data, Size = (nuint)candidates.Length, Selected = -1 };
            LlamaApi.SamplerApply(_sampler, &array);
        }
    }
}
