namespace Kernward.Torture;

/// <summary>A change that was confirmed: its id, and which value it gave to which knob.</summary>
internal sealed record KeptChange(string Id, IReadOnlyDictionary<int, int> Sets);

/// <summary>One state that a scene may be in: the changes that are in force, oldest first, on top of what was there at first.</summary>
internal sealed record World(IReadOnlyList<KeptChange> Kept)
{
    public static readonly World First = new([]);

    /// <summary>Which of its values a knob has.</summary>
    public int this[int knob] => Kept.LastOrDefault(change => change.Sets.ContainsKey(knob))?.Sets[knob] ?? 0;

    public World With(KeptChange change) => new([.. Kept, change]);

    public World Without(string id) => new([.. Kept.Where(change => change.Id != id)]);

    /// <summary>An undo of all goes from the newest to the oldest, and may have ended after any of them.</summary>
    public IReadOnlyList<World> OnTheWayToFirst => [.. Enumerable.Range(0, Kept.Count + 1).Select(left => new World([.. Kept.Take(left)]))];

    /// <summary>Whether files hold byte for byte what they must in this state.</summary>
    public bool Is(IReadOnlyList<Knob> knobs, IReadOnlyList<string?> contents) =>
        knobs.Select((knob, i) => knob.Values[this[i]].Raw).SequenceEqual(contents);

    public bool IsKept(IEnumerable<string> ids) => Kept.Select(change => change.Id).ToHashSet().SetEquals(ids);
}
