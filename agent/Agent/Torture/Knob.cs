namespace Kernward.Torture;

/// <summary>A value as plans name it, and the bytes that its file holds then.</summary>
internal sealed record KnobValue(string Text, string Raw);

/// <summary>
/// One tunable of a scene and the values that rounds give it; the first is the one that was there in the beginning. What its
/// file must hold is written down here and not asked of the code that is under torture.
/// </summary>
internal sealed record Knob(string Tunable, string Scope, string Path, IReadOnlyList<KnobValue> Values)
{
    /// <summary>Of <c>TEXT=RAW</c> or, where the file holds the text, <c>TEXT</c>; each raw content is given its line end.</summary>
    public static Knob Of(string tunable, string scope, string path, params string[] values) => new(tunable, scope, path,
        [.. values.Select(value => value.Split('=') is [var text, var raw] ? new KnobValue(text, raw + "\n") : new KnobValue(value, value + "\n"))]);
}
