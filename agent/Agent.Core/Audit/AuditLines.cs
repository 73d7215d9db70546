namespace Kernward.Audit;

/// <summary>Takes a line, without its end, and whether it has one. A line longer than any entry comes cut to just over that length.</summary>
internal delegate void AuditLineTaker(long line, ReadOnlySpan<byte> bytes, bool ended);

/// <summary>The lines of a file, in one buffer, however long the file and its lines.</summary>
internal static class AuditLines
{
    private const int Chunk = 1 << 20;

    /// <summary><paramref name="read"/> is told the bytes read, chunk by chunk. Throws <see cref="IOException"/>.</summary>
    public static void Read(Stream file, AuditLineTaker take, Action<int> read, CancellationToken cancel)
    {
        var buffer = new byte[Chunk];
        var (kept, line) = (0, 1L);
        for (int got; (got = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            cancel.ThrowIfCancellationRequested();
            read(got);
            var (end, start) = (kept + got, 0);
            for (int stop; (stop = buffer.AsSpan(start, end - start).IndexOf((byte)'\n')) >= 0; start += stop + 1)
                take(line++, buffer.AsSpan(start, stop), true);
            kept = Math.Min(end - start, AuditLine.Longest + 1);
            buffer.AsSpan(start, kept).CopyTo(buffer);
        }
        if (kept > 0) take(line, buffer.AsSpan(0, kept), false);
    }
}
