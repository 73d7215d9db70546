namespace Kernward.History;

/// <summary>What the history may take, and how it is divided.</summary>
public sealed record HistoryLimits
{
    /// <summary>Seconds of one bucket of the fine and of the coarse tier.</summary>
    public const int Fine = 10, Coarse = 60;

    /// <summary>Buckets of one chunk: 10 minutes of the fine tier, an hour of the coarse one.</summary>
    internal const int ChunkBuckets = 60;

    /// <summary>Series that are followed at one time; default 2,000.</summary>
    public int MostSeries { get; init; } = 2000;

    /// <summary>Samples in memory; default an hour of one a second.</summary>
    public int RingSlots { get; init; } = 3600;

    /// <summary>Chunks of the fine tier; default a day.</summary>
    public int FineChunks { get; init; } = 144;

    /// <summary>Chunks of the coarse tier; default 30 days.</summary>
    public int CoarseChunks { get; init; } = 720;

    /// <summary>Bytes in use of the file on disk before the oldest is forgotten early; default 256 MiB.</summary>
    public long MostBytes { get; init; } = 256L << 20;

    /// <summary>Seconds between two transactions; default 30. What is younger is lost when the observer is killed.</summary>
    public int FlushSeconds { get; init; } = 30;

    /// <summary>Buckets that wait in memory while the disk refuses them, before the oldest is given up; default 15 minutes.</summary>
    public int MostWaiting { get; init; } = 90;

    /// <summary>Seconds of one chunk of a tier.</summary>
    internal static int ChunkSeconds(int tier) => tier * ChunkBuckets;
}
