using Kernward.Domain;

namespace Kernward.Language;

/// <summary>
/// One message as it was read. <paramref name="Confidence"/> (0 to 1) is the model's own probability of the act and the named
/// slots; <paramref name="Milliseconds"/> the wall time of the reading.
/// </summary>
public sealed record IntentReading(Intent Intent, double Confidence, double Milliseconds)
{
    /// <summary>True for a whole message that is a plain yes or no, which a list knows and no model: only such a yes approves a plan.</summary>
    public bool IsPlain { get; init; }

    /// <summary>The second likeliest act, for asking back; null where it is not known.</summary>
    public Act? Instead { get; init; }
}
