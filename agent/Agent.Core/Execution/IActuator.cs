using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.Execution;

/// <summary>
/// One file that a step changes. <paramref name="Text"/> is what is written, <paramref name="Before"/> the raw content that
/// was there, <paramref name="Restore"/> what must be written to get exactly that content back. An empty text marks a companion:
/// a file that the kernel changes along with another of the same step, so that it is not written but given back. Edits are
/// given back in the opposite order.
/// </summary>
public sealed record FileEdit(string Path, string Text, string Before, string Restore);

/// <summary>Knows where the tunables of one kind live on this host and how they are written; writes nothing itself.</summary>
public interface IActuator
{
    /// <summary>The <see cref="Tunable.Kind"/> it is for.</summary>
    string Kind { get; }

    /// <summary>The present value in canonical text; null where this host has no such tunable in that scope.</summary>
    string? Read(Host host, Tunable tunable, string scope);

    /// <summary>Why <see cref="Read"/> finds nothing in that scope, and what an operator can do about it; null where there is no more to say than that.</summary>
    Absence? Absence(Host host, Tunable tunable, string scope) => null;

    /// <summary>
    /// The other scopes that share with this one what the tunable divides (groups of the same parent), with their values; most
    /// tunables divide nothing.
    /// </summary>
    IReadOnlyDictionary<string, string> Siblings(Host host, Tunable tunable, string scope) => new Dictionary<string, string>();

    /// <summary>
    /// The files to edit for a value, in order. Throws <see cref="ActuatorException"/> where that cannot be expressed on this
    /// host (no such file, a value that its kernel does not offer).
    /// </summary>
    IReadOnlyList<FileEdit> Edits(Host host, Tunable tunable, string scope, TunableValue value);
}

/// <summary>Why a tunable is not to be had in a scope, and what to do instead; each a part of a sentence for the operator.</summary>
public sealed record Absence(string Why, string Instead);

/// <summary>A value cannot be expressed on this host; the message is one sentence for the operator.</summary>
public sealed class ActuatorException(string message) : Exception(message);
