using System.Buffers.Binary;
using Kernward.Llama;
using Kernward.Llama.Gguf;
using Kernward.Tests.Support;

namespace Kernward.Tests.Llama;

public sealed class GgufHeaderTests : IDisposable
{
    private readonly TinyModel _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Reads_what_the_model_says_of_itself()
    {
        var header = GgufHeader.Read(_files.Write(new TinyGguf()));
        Assert.Equal(("llama", "tiny", TinyGguf.ChatMl), (header.Architecture, header.Name, header.ChatTemplate));
        Assert.Equal(512, header.ContextLength);
        Assert.Equal(header.Tensors.Sum(t => t.Bytes) / 4, header.Parameters);
    }

    [Fact]
    public void Reads_the_projects_own_keys_with_their_types()
    {
        var header = GgufHeader.Read(_files.Write(new TinyGguf()));
        Assert.Equal("test", header.Text("kernward.purpose"));
        Assert.Equal(0.75, header.Number("kernward.threshold"));
        Assert.Equal(["a", "b"], header.Array("kernward.labels")!.Items);
        Assert.Null(header.Text("kernward.threshold"));
        Assert.Null(header.Number("kernward.absent"));
    }

    [Fact]
    public void Counts_the_vocabulary_without_keeping_it()
    {
        var tokens = GgufHeader.Read(_files.Write(new TinyGguf())).Array("tokenizer.ggml.tokens")!;
        Assert.True(tokens.Count > 300);
        Assert.Empty(tokens.Items);
    }

    [Fact]
    public void A_file_that_is_absent_is_reported_as_missing() =>
        Assert.Equal(LlamaErrorKind.ModelMissing, KindFor(_files.PathOf("absent.gguf")));

    [Theory]
    [InlineData("")]
    [InlineData("MZ")]
    [InlineData("This is a text, and a rather long one at that.")]
    public void A_file_that_is_not_gguf_is_refused(string content)
    {
        File.WriteAllText(_files.PathOf("other"), content);
        Assert.Equal(LlamaErrorKind.NotGguf, KindFor(_files.PathOf("other")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void A_file_that_lacks_its_end_is_reported_as_truncated(int missing)
    {
        var path = _files.Write(new TinyGguf());
        using (var file = File.OpenWrite(path)) file.SetLength(file.Length - missing);
        Assert.Equal(LlamaErrorKind.Truncated, KindFor(path));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_and_never_read_as_whole()
    {
        var whole = File.ReadAllBytes(_files.Write(new TinyGguf()));
        for (var length = 0; length < whole.Length - 1; length += Math.Max(1, length / 20))
        {
            using var cut = new MemoryStream(whole, 0, length);
            var error = Assert.Throws<LlamaException>(() => GgufHeader.Read(cut));
            Assert.True(error.Kind is LlamaErrorKind.NotGguf or LlamaErrorKind.Truncated, $"{length}: {error.Kind}");
        }
    }

    [Theory]
    [InlineData(4, 1u)]
    [InlineData(4, 4u)]
    [InlineData(4, 0x03000000u)]
    [InlineData(8, uint.MaxValue)]
    [InlineData(16, uint.MaxValue)]
    [InlineData(24, uint.MaxValue)]
    public void A_header_that_states_absurd_numbers_is_refused(int offset, uint value)
    {
        var bytes = File.ReadAllBytes(_files.Write(new TinyGguf()));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
        using var file = new MemoryStream(bytes);
        Assert.Equal(LlamaErrorKind.NotGguf, Assert.Throws<LlamaException>(() => GgufHeader.Read(file)).Kind);
    }

    [Fact]
    public void Random_damage_to_the_header_yields_an_error_or_a_header_and_nothing_else()
    {
        var whole = File.ReadAllBytes(_files.Write(new TinyGguf()));
        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var hit = 0; hit < 5; hit++) bytes[random.Next(9_000)] = (byte)random.Next(256);
            using var file = new MemoryStream(bytes);
            if (Record.Exception(() => GgufHeader.Read(file)) is { } error) Assert.IsType<LlamaException>(error);
        }
    }

    private static LlamaErrorKind KindFor(string path) => Assert.Throws<LlamaException>(() => GgufHeader.Read(path)).Kind;
}
