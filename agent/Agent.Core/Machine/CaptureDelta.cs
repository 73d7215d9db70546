namespace Kernward.Machine;

/// <summary>What a frame changes against the one before it: as stored in the archive.</summary>
internal sealed record CaptureDelta(SortedDictionary<string, byte[]> Changed, IReadOnlyList<string> Removed)
{
    public static CaptureDelta Between(IReadOnlyDictionary<string, byte[]> before, IReadOnlyDictionary<string, byte[]> after)
    {
        var changed = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (path, content) in after)
            if (!before.TryGetValue(path, out var old) || !(ReferenceEquals(old, content) || old.AsSpan().SequenceEqual(content)))
                changed[path] = content;
        var removed = before.Keys.Where(path => !after.ContainsKey(path)).Order(StringComparer.Ordinal).ToList();
        return new CaptureDelta(changed, removed);
    }

    public void Apply(Dictionary<string, byte[]> files)
    {
        foreach (var path in Removed) files.Remove(path);
        foreach (var (path, content) in Changed) files[path] = content;
    }
}
