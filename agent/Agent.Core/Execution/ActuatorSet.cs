using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Machine;

namespace Kernward.Execution;

/// <summary>The tunables of one host: the catalogue's entries, read and resolved by the actuator of their kind.</summary>
public sealed class ActuatorSet(KnowledgeBase knowledge, IEnumerable<IActuator> actuators)
{
    private readonly Dictionary<string, IActuator> _actuators = actuators.ToDictionary(actuator => actuator.Kind);

    public KnowledgeBase Knowledge => knowledge;

    /// <summary>The present value in canonical text; null where it is unknown or absent.</summary>
    public string? Read(Host host, string tunable, string scope) =>
        knowledge.Tunable(tunable) is { } found && _actuators.TryGetValue(found.Kind, out var actuator)
            ? actuator.Read(host, found, scope)
            : null;

    /// <summary>Why the host has no such tunable in that scope; null where it has, or there is no more to say.</summary>
    public Absence? Absence(Host host, string tunable, string scope) =>
        knowledge.Tunable(tunable) is { } found && _actuators.TryGetValue(found.Kind, out var actuator) && actuator.Read(host, found, scope) is null
            ? actuator.Absence(host, found, scope)
            : null;

    /// <summary>The other scopes that share with this one what the tunable divides, with their values; none where it is unknown.</summary>
    public IReadOnlyDictionary<string, string> Siblings(Host host, string tunable, string scope) =>
        knowledge.Tunable(tunable) is { } found && _actuators.TryGetValue(found.Kind, out var actuator)
            ? actuator.Siblings(host, found, scope)
            : new Dictionary<string, string>();

    /// <summary>The files to edit; throws <see cref="ActuatorException"/>.</summary>
    public IReadOnlyList<FileEdit> Edits(Host host, Tunable tunable, string scope, TunableValue value) =>
        _actuators.TryGetValue(tunable.Kind, out var actuator)
            ? actuator.Edits(host, tunable, scope, value)
            : throw new ActuatorException($"nothing here can write {tunable.Id}");
}
