using Kernward.Confinement;

namespace Kernward.Tests.Confinement;

/// <summary>A test of one level; skipped without root, and without bubblewrap where it is about that.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SandboxFactAttribute : FactAttribute
{
    public SandboxFactAttribute(SandboxLevel level)
    {
        if (!Environment.IsPrivilegedProcess) Skip = "needs root: it makes namespaces";
        else if (level == SandboxLevel.Bubblewrap && !File.Exists(Bubblewrap.Program)) Skip = "needs bubblewrap: install it, or run tests/prerequisites.sh";
        else if (level == SandboxLevel.Landlock && Landlock.Version == 0) Skip = "needs Landlock: this kernel has none";
    }
}
