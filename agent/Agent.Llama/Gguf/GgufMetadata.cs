namespace Kernward.Llama.Gguf;

/// <summary>Reads the key-value section of a GGUF file.</summary>
internal static class GgufMetadata
{
    private const string KeptArrays = "kernward.";
    private const uint TextType = 8;
    private const uint ArrayType = 9;

    internal static Dictionary<string, object> Read(GgufCursor cursor, long count)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        for (var i = 0L; i < count; i++)
        {
            var key = cursor.Text();
            var type = cursor.UInt32();
            values[key] = type == ArrayType
                ? Array(cursor, key.StartsWith(KeptArrays, StringComparison.Ordinal))
                : Scalar(cursor, type);
        }
        return values;
    }

    private static GgufArray Array(GgufCursor cursor, bool keep)
    {
        var type = cursor.UInt32();
        if (type == ArrayType) throw GgufCursor.Broken("it nests arrays");
        var count = cursor.Count(WidthOf(type), "items of an array");
        if (!keep && type != TextType)
        {
            cursor.Skip(count * WidthOf(type));
            return new GgufArray(count, []);
        }
        var items = new List<object>();
        for (var i = 0L; i < count; i++)
        {
            if (keep) items.Add(Scalar(cursor, type));
            else cursor.Skip(cursor.Count(1, "characters of one text"));
        }
        return new GgufArray(count, items);
    }

    private static object Scalar(GgufCursor cursor, uint type) => type switch
    {
        0 => (long)cursor.Byte(),
        1 => (long)unchecked((sbyte)cursor.Byte()),
        2 => (long)cursor.UInt16(),
        3 => (long)unchecked((short)cursor.UInt16()),
        4 => (long)cursor.UInt32(),
        5 => (long)unchecked((int)cursor.UInt32()),
        6 => (double)BitConverter.UInt32BitsToSingle(cursor.UInt32()),
        7 => cursor.Byte() != 0,
        TextType => cursor.Text(),
        10 => unchecked((long)cursor.UInt64()),
        11 => unchecked((long)cursor.UInt64()),
        12 => BitConverter.UInt64BitsToDouble(cursor.UInt64()),
        _ => throw GgufCursor.Broken($"it uses value type {type}"),
    };

    private static int WidthOf(uint type) => type switch
    {
        0 or 1 or 7 => 1,
        2 or 3 => 2,
        4 or 5 or 6 => 4,
        TextType or 10 or 11 or 12 => 8,
        _ => throw GgufCursor.Broken($"it uses value type {type}"),
    };
}
