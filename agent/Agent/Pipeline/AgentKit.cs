using Kernward.Detection;
using Kernward.Execution;
using Kernward.History;
using Kernward.Knowledge;
using Kernward.Language;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Planning;
using Kernward.Settings;
using Kernward.Worker;

namespace Kernward.Pipeline;

/// <summary>What a pipeline works with; composed in one place (<c>AgentServices</c>), the same for every face.</summary>
public sealed record AgentKit(
    AgentSettings Settings, KnowledgeBase Knowledge, Host Host, Sampler Sampler, DetectorEngine Detectors, ActuatorSet Tunables)
{
    /// <summary>Loads the model on first use; throws <see cref="ProblemException"/> (exit 69) where there is none.</summary>
    public required Func<CancellationToken, Task<IntentReader>> Reader { get; init; }

    /// <summary>The planner in use; rules where no model can plan.</summary>
    public required Func<CancellationToken, Task<IPlanner>> Planner { get; init; }

    /// <summary>Starts or reaches the hands; throws <see cref="ProblemException"/> where this host cannot be changed (exit 77 or 69).</summary>
    public required Func<CancellationToken, Task<IWorker>> Worker { get; init; }

    /// <summary>Opens the history of this host; a new one each time, as the observer goes on writing. Null where there is none.</summary>
    public Func<HistoryReader?> History { get; init; } = () => null;

    /// <summary>What Kernward itself changed lately, as far as it could be read before root's rights were given up.</summary>
    public Func<IReadOnlyList<HistoryEvent>> OwnChanges { get; init; } = () => [];

    public required TimeProvider Clock { get; init; }
}
