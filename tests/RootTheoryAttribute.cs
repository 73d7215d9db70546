namespace Kernward.Tests;

/// <summary>The same for a test with several cases; skipped without root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = new RootFactAttribute().Skip;
    }
}
