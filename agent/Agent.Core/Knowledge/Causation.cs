namespace Kernward.Knowledge;

/// <summary>
/// Which findings of the symptom a cause brings about: any that there is, those of its own subject, or those whose culprit it is.
/// </summary>
public enum CausationScope { Any, Subject, Culprit }

/// <summary>
/// One finding brings another about: one entry of <c>knowledge/causes.json</c>. <paramref name="Cause"/> and
/// <paramref name="Symptom"/> are detectors; <paramref name="Why"/> is one sentence for a person.
/// </summary>
public sealed record Causation(string Cause, string Symptom, CausationScope On, string Why);
