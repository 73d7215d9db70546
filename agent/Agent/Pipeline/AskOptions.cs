using Kernward.Domain;

namespace Kernward.Pipeline;

/// <summary>How far a message may go. <paramref name="Yes"/>: approved in advance. <paramref name="DryRun"/>: nothing is applied.</summary>
public sealed record AskOptions(bool Yes = false, bool DryRun = false)
{
    /// <summary>The plan of the message before, where it waits for an answer.</summary>
    public Plan? Pending { get; init; }

    /// <summary>Who is asking, for the journal.</summary>
    public string Who { get; init; } = Operator.Name;
}
