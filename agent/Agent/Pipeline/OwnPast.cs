using Kernward.Execution;
using Kernward.History;
using Kernward.Settings;

namespace Kernward.Pipeline;

/// <summary>What Kernward itself changed lately, as events.</summary>
internal static class OwnPast
{
    private const int Most = 50;
    private static readonly TimeSpan Back = TimeSpan.FromDays(30);

    public static IReadOnlyList<HistoryEvent> Read(AgentSettings settings) =>
        [.. Journal.Peek(settings.StateDirectory, TimeProvider.System.GetUtcNow() - Back, Most)
            .Select(change => new HistoryEvent(change.At, "change", $"Kernward's {change.Id} ({change.State.ToString().ToLowerInvariant()}): {change.Summary}"))];
}
