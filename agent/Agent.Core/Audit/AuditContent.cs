namespace Kernward.Audit;

/// <summary>What stands in one file of the log. Each throws <see cref="IOException"/>.</summary>
internal static class AuditContent
{
    /// <summary>The file's first entry; null where its first line is none.</summary>
    public static AuditEntry? First(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var start = new byte[AuditLine.Longest + 1];
        var got = RandomAccess.Read(file, start, 0);
        var end = start.AsSpan(0, got).IndexOf((byte)'\n');
        return end > 0 && AuditLine.TryRead(start.AsSpan(0, end), out _, out _) ? AuditLine.Parse(start.AsSpan(0, end)) : null;
    }

    /// <summary>Hashes of the inputs that the file's rulings name. No two rulings share them: each holds its moment.</summary>
    public static IReadOnlyList<string> InputsOf(string path)
    {
        var hashes = new List<string>();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        AuditLines.Read(file, (_, line, _) =>
        {
            if (RecordedRulings.IsRuling(line) && AuditLine.Parse(line)?.Text("inputs") is { } hash && InputStore.IsName(hash)) hashes.Add(hash);
        }, _ => { }, CancellationToken.None);
        return hashes;
    }
}
