namespace Kernward.Audit;

/// <summary>
/// How a file of the log ends: its last whole entry (null where it has none), the bytes after that one, which are no entry
/// (<paramref name="Torn"/>), and whether the file's last byte ends a line.
/// </summary>
internal sealed record AuditTail(AuditHead? Head, byte[] Torn, bool Ended)
{
    private const int Piece = AuditLine.Longest * 2;

    /// <summary>Reads the end only, however long the file. Throws <see cref="IOException"/>.</summary>
    public static AuditTail Of(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var end = new byte[Math.Min(Piece, length)];
        var got = RandomAccess.Read(file, end, length - end.Length);
        return Of(end.AsSpan(0, got), isWhole: length <= Piece);
    }

    /// <summary>The newest line that is an entry; everything after its end is torn. A line that is whole but for its end counts.</summary>
    private static AuditTail Of(ReadOnlySpan<byte> end, bool isWhole)
    {
        var ended = end.Length == 0 || end[^1] == '\n';
        for (var (stop, after) = (end.Length, end.Length); stop > 0; after = stop)
        {
            var from = end[..(stop - (end[stop - 1] == '\n' ? 1 : 0))].LastIndexOf((byte)'\n') + 1;
            if (from == 0 && !isWhole) break;
            if (AuditLine.TryRead(end[from..stop].TrimEnd((byte)'\n'), out var head, out _)) return new AuditTail(head, end[after..].ToArray(), ended);
            stop = from;
        }
        return new AuditTail(null, end.ToArray(), ended);
    }
}
