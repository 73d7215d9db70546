namespace Kernward.Llama.Gguf;

/// <summary>Sizes of ggml's tensor types (ggml.h and ggml-common.h of llama.cpp 0.5.0; a test compares them with the library).</summary>
internal static class GgmlTypes
{
    /// <summary>By ggml's number: elements in a block, bytes in a block.</summary>
    private static readonly Dictionary<int, (int Elements, int Bytes)> Blocks = new()
    {
        [0] = (1, 4), [1] = (1, 2), [30] = (1, 2), [28] = (1, 8),
        [24] = (1, 1), [25] = (1, 2), [26] = (1, 4), [27] = (1, 8),
        [2] = (32, 18), [3] = (32, 20), [6] = (32, 22), [7] = (32, 24), [8] = (32, 34), [20] = (32, 18),
        [10] = (256, 84), [11] = (256, 110), [12] = (256, 144), [13] = (256, 176), [14] = (256, 210),
        [16] = (256, 66), [17] = (256, 74), [18] = (256, 98), [19] = (256, 50), [21] = (256, 110), [22] = (256, 82),
        [23] = (256, 136), [29] = (256, 56), [34] = (256, 54), [35] = (256, 66), [39] = (32, 17),
    };

    internal static IEnumerable<int> Known => Blocks.Keys;

    /// <summary>Elements and bytes of a block; null for a type that is not known here.</summary>
    internal static (int Elements, int Bytes)? BlockOf(int type) => Blocks.TryGetValue(type, out var block) ? block : null;
}
