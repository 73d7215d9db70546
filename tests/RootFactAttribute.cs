namespace Kernward.Tests;

/// <summary>A test that changes control groups or makes a network namespace; skipped without root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "needs root: it makes a network namespace and control groups";
    }
}
