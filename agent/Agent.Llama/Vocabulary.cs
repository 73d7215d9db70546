using System.Text;
using Kernward.Llama.Native;

namespace Kernward.Llama;

/// <summary>Text to tokens and back. Thread-safe; refuses once its model is disposed.</summary>
internal sealed unsafe class Vocabulary
{
    private const int LongestUsualPiece = 64;

    private readonly ModelHandle _model;
    private readonly nint _native;
    private readonly bool[] _end;
    private readonly bool[] _control;

    internal Vocabulary(ModelHandle model)
    {
        _model = model;
        var native = _native = LlamaApi.ModelGetVocabulary(model);
        Count = LlamaApi.VocabularySize(native);
        _end = new bool[Count];
        _control = new bool[Count];
        for (var i = 0; i < Count; i++)
        {
            _end[i] = LlamaApi.IsEndOfGeneration(native, i) != 0;
            _control[i] = LlamaApi.IsControl(native, i) != 0;
        }
        End = Array.IndexOf(_end, true);
    }

    internal nint Native => _native;

    internal int Count { get; }

    /// <summary>One token that ends an answer, or -1 where the model has none.</summary>
    internal int End { get; }

    /// <summary>True for a token that ends an answer.</summary>
    internal bool IsEnd(int token) => _end[token];

    /// <summary>True for a marker that an answer must not contain: a control token that does not end it.</summary>
    internal bool IsMarker(int token) => _control[token] && !_end[token];

    /// <summary>Tokens of a text.</summary>
    /// <param name="text">Any text; half surrogate pairs become replacement characters.</param>
    /// <param name="special">True reads markers such as <c>&lt;|im_start|&gt;</c> as one token each; false reads them as their letters.</param>
    /// <param name="first">True puts the model's opening token in front where it wants one.</param>
    internal int[] Tokenize(string text, bool special, bool first)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new int[bytes.Length + 2];
        var count = Tokenize(bytes, tokens, special, first);
        if (count < 0)
        {
            tokens = new int[-count];
            count = Tokenize(bytes, tokens, special, first);
        }
        return tokens[..count];
    }

    /// <summary>The bytes that a token stands for; markers are empty. Part of a character, where the model splits characters.</summary>
    internal byte[] Piece(int token)
    {
        Span<byte> room = stackalloc byte[LongestUsualPiece];
        var length = Piece(token, room);
        if (length >= 0) return room[..length].ToArray();
        var large = new byte[-length];
        return large[..Piece(token, large)];
    }

    private int Tokenize(ReadOnlySpan<byte> text, Span<int> tokens, bool special, bool first)
    {
        using var use = new ModelUse(_model);
        fixed (byte* from = text)
        fixed (int* to = tokens)
            return LlamaApi.Tokenize(_native, from, text.Length, to, tokens.Length, Convert.ToByte(first), Convert.ToByte(special));
    }

    private int Piece(int token, Span<byte> room)
    {
        using var use = new ModelUse(_model);
        fixed (byte* to = room) return LlamaApi.TokenToPiece(_native, token, to, room.Length, 0, 0);
    }
}
