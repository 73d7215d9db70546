namespace Kernward.Tests;

/// <summary>A test of what is said to someone who is not root; skipped for root.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UserFactAttribute : FactAttribute
{
    public UserFactAttribute()
    {
        if (Environment.IsPrivilegedProcess) Skip = "needs not to be root: it looks at what others are told";
    }
}
