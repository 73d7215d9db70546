using System.Text;

namespace Kernward.Tests.Support;

/// <summary>
/// Writes small GGUF models with random weights: no test needs a real one, and none is fetched. The same shape and seed give
/// the same file, byte for byte.
/// </summary>
public sealed record TinyGguf
{
    private const int Alignment = 32;
    private const int ByteTokens = 256;

    public const int UserMarker = 3;
    public const int EndMarker = 4;
    public const string ChatMl =
        "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n";

    private static readonly string[] Markers = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"];

    private static readonly string[] Pieces =
        ["{\"", "\":", "\",\"", "\"}", "\":\"", "ng", "in", "ngin", "nginx", "re", "red", "is", "redis", "act", "st", "er", "on", "an",
         "th", "the", "▁the", "▁a", "▁t", "se", "set", "or", "le", "me", "mem", "ory", "memory", "at", "it", "to", "us", "user"];

    public int Layers { get; init; } = 2;

    public int Width { get; init; } = 32;

    public int Heads { get; init; } = 4;

    public int Inner { get; init; } = 64;

    public int Context { get; init; } = 512;

    /// <summary>Tokens; 0 for as few as there are.</summary>
    public int Words { get; init; }

    /// <summary>Q8_0 instead of 32-bit weights.</summary>
    public bool Quantized { get; init; }

    public int Seed { get; init; } = 1;

    public string Architecture { get; init; } = "llama";

    public string? Template { get; init; } = ChatMl;

    /// <summary>Writes the model and returns its path.</summary>
    public string WriteTo(string path)
    {
        var vocabulary = Vocabulary();
        var tensors = Tensors(vocabulary.Count);
        using var file = new BinaryWriter(File.Create(path));
        file.Write("GGUF"u8);
        file.Write(3u);
        file.Write((long)tensors.Count);
        var keys = Keys(vocabulary);
        file.Write((long)keys.Count);
        foreach (var (key, value) in keys) WriteKey(file, key, value);
        WriteTensorList(file, tensors);
        var random = new Random(Seed);
        foreach (var tensor in tensors)
        {
            Pad(file);
            WriteData(file, tensor, random);
        }
        Pad(file);
        return path;
    }

    private List<(string Text, float Score, int Type)> Vocabulary()
    {
        const int normal = 1, unknown = 2, control = 3, single = 6;
        var all = Markers.Select((m, i) => (m, 0f, i == 0 ? unknown : control)).ToList();
        for (var i = 0; i < ByteTokens; i++) all.Add(($"<0x{i:X2}>", 0f, single));
        for (var c = ' '; c <= '~'; c++) all.Add((c == ' ' ? "▁" : c.ToString(), -1000f - c, normal));
        foreach (var piece in Pieces) all.Add((piece, -all.Count, normal));
        for (var i = 0; all.Count < Words; i++) all.Add(($"w{i}", -all.Count, normal));
        return all;
    }

    private Dictionary<string, object> Keys(List<(string Text, float Score, int Type)> vocabulary)
    {
        var keys = new Dictionary<string, object>
        {
            ["general.architecture"] = Architecture,
            ["general.name"] = "tiny",
            [$"{Architecture}.context_length"] = (uint)Context,
            [$"{Architecture}.embedding_length"] = (uint)Width,
            [$"{Architecture}.block_count"] = (uint)Layers,
            [$"{Architecture}.feed_forward_length"] = (uint)Inner,
            [$"{Architecture}.attention.head_count"] = (uint)Heads,
            [$"{Architecture}.attention.head_count_kv"] = (uint)Heads,
            [$"{Architecture}.attention.layer_norm_rms_epsilon"] = 1e-5f,
            [$"{Architecture}.rope.dimension_count"] = (uint)(Width / Heads),
            ["tokenizer.ggml.model"] = "llama",
            ["tokenizer.ggml.tokens"] = vocabulary.Select(v => v.Text).ToArray(),
            ["tokenizer.ggml.scores"] = vocabulary.Select(v => v.Score).ToArray(),
            ["tokenizer.ggml.token_type"] = vocabulary.Select(v => v.Type).ToArray(),
            ["tokenizer.ggml.bos_token_id"] = 1u,
            ["tokenizer.ggml.eos_token_id"] = (uint)EndMarker,
            ["tokenizer.ggml.add_bos_token"] = true,
            ["tokenizer.ggml.add_space_prefix"] = false,
            ["kernward.purpose"] = "test",
            ["kernward.threshold"] = 0.75f,
            ["kernward.labels"] = new[] { "a", "b" },
        };
        if (Template is not null) keys["tokenizer.chat_template"] = Template;
        return keys;
    }

    private List<(string Name, int[] Shape)> Tensors(int words)
    {
        var all = new List<(string, int[])> { ("token_embd.weight", [Width, words]) };
        for (var i = 0; i < Layers; i++)
        {
            all.Add(($"blk.{i}.attn_norm.weight", [Width]));
            foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output"]) all.Add(($"blk.{i}.{name}.weight", [Width, Width]));
            all.Add(($"blk.{i}.ffn_norm.weight", [Width]));
            all.Add(($"blk.{i}.ffn_gate.weight", [Width, Inner]));
            all.Add(($"blk.{i}.ffn_up.weight", [Width, Inner]));
            all.Add(($"blk.{i}.ffn_down.weight", [Inner, Width]));
        }
        all.Add(("output_norm.weight", [Width]));
        all.Add(("output.weight", [Width, words]));
        return all;
    }

    private void WriteTensorList(BinaryWriter file, List<(string Name, int[] Shape)> tensors)
    {
        var offset = 0L;
        foreach (var (name, shape) in tensors)
        {
            WriteText(file, name);
            file.Write(shape.Length);
            foreach (var side in shape) file.Write((long)side);
            file.Write(IsQuantized(shape) ? 8 : 0);
            file.Write(offset);
            var elements = shape.Aggregate(1L, (a, b) => a * b);
            var bytes = IsQuantized(shape) ? elements / 32 * 34 : elements * 4;
            offset += (bytes + Alignment - 1) / Alignment * Alignment;
        }
    }

    private void WriteData(BinaryWriter file, (string Name, int[] Shape) tensor, Random random)
    {
        var elements = tensor.Shape.Aggregate(1, (a, b) => a * b);
        if (tensor.Shape.Length == 1) WriteOnes(file, elements);
        else if (IsQuantized(tensor.Shape)) WriteBlocks(file, elements, random);
        else for (var i = 0; i < elements; i++) file.Write(random.NextSingle() - 0.5f);
    }

    private static void WriteOnes(BinaryWriter file, int elements)
    {
        for (var i = 0; i < elements; i++) file.Write(1f);
    }

    private static void WriteBlocks(BinaryWriter file, int elements, Random random)
    {
        var values = new byte[32];
        for (var i = 0; i < elements / 32; i++)
        {
            file.Write((Half)(0.1f / 127));
            random.NextBytes(values);
            file.Write(values);
        }
    }

    private bool IsQuantized(int[] shape) => Quantized && shape.Length > 1;

    private static void Pad(BinaryWriter file)
    {
        while (file.BaseStream.Position % Alignment != 0) file.Write((byte)0);
    }

    private static void WriteKey(BinaryWriter file, string key, object value)
    {
        WriteText(file, key);
        if (value is Array array)
        {
            file.Write(9u);
            file.Write(TypeOf(array.GetValue(0)!));
            file.Write((long)array.Length);
            foreach (var item in array) WriteValue(file, item);
            return;
        }
        file.Write(TypeOf(value));
        WriteValue(file, value);
    }

    private static uint TypeOf(object value) => value switch
    {
        uint => 4, int => 5, float => 6, bool => 7, string => 8,
        _ => throw new ArgumentException($"no GGUF type for {value}"),
    };

    private static void WriteValue(BinaryWriter file, object value)
    {
        switch (value)
        {
            case uint number: file.Write(number); break;
            case int number: file.Write(number); break;
            case float number: file.Write(number); break;
            case bool flag: file.Write(flag); break;
            default: WriteText(file, (string)value); break;
        }
    }

    private static void WriteText(BinaryWriter file, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        file.Write((long)bytes.Length);
        file.Write(bytes);
    }
}
