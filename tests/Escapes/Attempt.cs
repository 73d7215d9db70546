namespace Kernward.Escapes;

/// <summary>How an attempt must end: with an error, or with the end of the process.</summary>
internal enum Fate
{
    Refused,
    Killed,
}

/// <summary>
/// One way out. <paramref name="Try"/> says <c>refused: ERRNO</c> or <c>SUCCEEDED: how</c>, where it comes back at all.
/// <paramref name="WorksOutside"/>: root can do it outside the sandbox, and does no harm by it.
/// </summary>
internal sealed record Attempt(string Name, Fate Expected, Func<Surroundings, string> Try, bool WorksOutside = false);
