namespace Kernward.Confinement;

/// <summary>
/// What confines the child that executes a plan, weakest first. Every level but the first has a system call filter, no capability
/// and no new privileges; they differ in how the rest of the machine is kept out of reach.
/// </summary>
public enum SandboxLevel
{
    /// <summary>Nothing: the writer is this process itself.</summary>
    None,

    /// <summary>A mount namespace of its own in which all but the plan's files is read-only.</summary>
    Namespace,

    /// <summary>The same, and Landlock: the rule is on the files themselves and no mount can undo it.</summary>
    Landlock,

    /// <summary>bubblewrap: a root of its own in which all but the plan's files is absent or read-only, and a pid namespace.</summary>
    Bubblewrap,
}

/// <summary>The levels' names, in settings and reports.</summary>
public static class SandboxLevels
{
    /// <summary>The real ones, strongest first.</summary>
    public static readonly IReadOnlyList<SandboxLevel> Strongest = [SandboxLevel.Bubblewrap, SandboxLevel.Landlock, SandboxLevel.Namespace];

    public static string Word(this SandboxLevel level) => level.ToString().ToLowerInvariant();
}
