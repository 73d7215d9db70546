namespace Kernward.Policy;

/// <summary>Where the protected units are in the tree of control groups.</summary>
internal static class ProtectedGroups
{
    /// <summary>
    /// The protected unit that a group is, lies in, or has directly below it; empty if there is none. Only what can have units
    /// below it is looked into: a service or a scope of systemd has none.
    /// </summary>
    public static string Within(RuleContext context, string tunable, string scope)
    {
        if (scope is "/" or "") return "/";
        if (context.Policy.ProtectedIn(scope) is { Length: > 0 } own) return own;
        if (scope.EndsWith(".service", StringComparison.Ordinal) || scope.EndsWith(".scope", StringComparison.Ordinal)) return "";
        return context.Tunables.Siblings(context.Host, tunable, scope + "/x").Keys
            .Select(below => context.Policy.ProtectedIn(below[scope.Length..])).FirstOrDefault(name => name.Length > 0) ?? "";
    }
}
