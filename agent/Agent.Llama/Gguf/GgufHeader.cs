using System.Buffers.Binary;
using System.Numerics;

namespace Kernward.Llama.Gguf;

/// <summary>
/// The head of a GGUF file: metadata and the list of tensors. Read before the file is given to llama.cpp, which maps it and
/// would fault on a file shorter than its header promises.
/// Source: gguf.md of ggml, versions 2 and 3, little-endian.
/// </summary>
public sealed class GgufHeader
{
    private const uint Magic = 0x46554747;
    private const int LongestTensorList = 100_000;
    private const int DefaultAlignment = 32;

    private readonly Dictionary<string, object> _values;

    private GgufHeader(Dictionary<string, object> values, IReadOnlyList<GgufTensor> tensors, long fileBytes)
    {
        _values = values;
        Tensors = tensors;
        FileBytes = fileBytes;
    }

    /// <summary>Size of the whole file.</summary>
    public long FileBytes { get; }

    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Every key of the metadata, in no particular order.</summary>
    public IEnumerable<string> Keys => _values.Keys;

    /// <summary><c>llama</c>, for example; empty where the file does not say.</summary>
    public string Architecture => Text("general.architecture") ?? "";

    /// <summary>The model's name; empty where the file does not say.</summary>
    public string Name => Text("general.name") ?? "";

    /// <summary>The chat template, or null.</summary>
    public string? ChatTemplate => Text("tokenizer.chat_template");

    /// <summary>Tokens of context that the model was trained for, or null.</summary>
    public long? ContextLength => Whole($"{Architecture}.context_length");

    /// <summary>Number of weights.</summary>
    public long Parameters => Tensors.Sum(t => t.Shape.Aggregate(1L, (a, b) => a * b));

    /// <summary>A text, or null where the key is absent or holds something else. So for the three below.</summary>
    public string? Text(string key) => _values.GetValueOrDefault(key) as string;

    public long? Whole(string key) => _values.GetValueOrDefault(key) is long value ? value : null;

    /// <summary>A number, whether stored as an integer or not.</summary>
    public double? Number(string key) => _values.GetValueOrDefault(key) switch
    {
        double value => value,
        long value => value,
        _ => null,
    };

    public bool? Flag(string key) => _values.GetValueOrDefault(key) is bool value ? value : null;

    public GgufArray? Array(string key) => _values.GetValueOrDefault(key) as GgufArray;

    /// <summary>Reads and checks the head of a file.</summary>
    /// <exception cref="LlamaException">ModelMissing, NotGguf or Truncated; Other where the file cannot be opened.</exception>
    public static GgufHeader Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return Read(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LlamaException(
                LlamaErrorKind.ModelMissing, $"There is no model file at {path}.", "Name the file in the setting for the model.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LlamaException(
                LlamaErrorKind.Other, $"The model file {path} cannot be read: {e.Message}", "Check its permissions.", e);
        }
    }

    internal static GgufHeader Read(Stream file)
    {
        var cursor = new GgufCursor(file);
        RequireMagic(cursor);
        var tensorCount = cursor.Count(24, "tensors");
        var keyCount = cursor.Count(13, "keys");
        if (tensorCount > LongestTensorList) throw GgufCursor.Broken($"it announces {tensorCount} tensors");
        try
        {
            var values = GgufMetadata.Read(cursor, keyCount);
            var tensors = Enumerable.Range(0, (int)tensorCount).Select(_ => Tensor(cursor)).ToList();
            RequireData(cursor, values, tensors);
            return new GgufHeader(values, tensors, cursor.Length);
        }
        catch (OverflowException e)
        {
            throw new LlamaException(
                LlamaErrorKind.NotGguf, "The header of the model file states impossible sizes.", "Fetch the file again.", e);
        }
    }

    private static void RequireMagic(GgufCursor cursor)
    {
        if (cursor.Length < 24 || cursor.UInt32() != Magic)
            throw new LlamaException(
                LlamaErrorKind.NotGguf, "The model file is not GGUF.", "Give a model in llama.cpp's GGUF format.");
        var version = cursor.UInt32();
        if (version is 2 or 3) return;
        var big = BinaryPrimitives.ReverseEndianness(version) is 2 or 3;
        throw new LlamaException(
            LlamaErrorKind.NotGguf,
            big ? "The model file is big-endian GGUF." : $"The model file is GGUF version {version}, not 2 or 3.",
            "Convert the model with a current converter.");
    }

    private static GgufTensor Tensor(GgufCursor cursor)
    {
        var name = cursor.Text();
        var dimensions = cursor.UInt32();
        if (dimensions is 0 or > 4) throw GgufCursor.Broken($"tensor {name} has {dimensions} dimensions");
        var shape = new long[dimensions];
        for (var i = 0; i < shape.Length; i++) shape[i] = checked((long)cursor.UInt64());
        var type = checked((int)cursor.UInt32());
        var offset = checked((long)cursor.UInt64());
        return new GgufTensor(name, shape, type, offset, BytesOf(shape, type));
    }

    private static long? BytesOf(long[] shape, int type)
    {
        var elements = shape.Aggregate(1L, (a, b) => checked(a * b));
        return GgmlTypes.BlockOf(type) is var (inBlock, bytes) ? checked(elements / inBlock * bytes) : null;
    }

    private static void RequireData(GgufCursor cursor, Dictionary<string, object> values, List<GgufTensor> tensors)
    {
        var alignment = values.GetValueOrDefault("general.alignment") is long stated ? stated : DefaultAlignment;
        if (alignment <= 0 || !BitOperations.IsPow2(alignment)) throw GgufCursor.Broken($"its alignment is {alignment}");
        var start = checked((cursor.Position + alignment - 1) / alignment * alignment);
        foreach (var tensor in tensors)
        {
            if (tensor.Offset % alignment != 0) throw GgufCursor.Broken($"tensor {tensor.Name} is not aligned");
            if (checked(start + tensor.Offset + (tensor.Bytes ?? 0)) > cursor.Length) throw cursor.Short();
        }
    }
}
