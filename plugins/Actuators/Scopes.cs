using Kernward.Machine;

namespace Kernward.Plugins.Actuators;

/// <summary>Scopes come from plans, and plans from anywhere: only plain names reach a path.</summary>
internal static class Scopes
{
    /// <summary>A device, an interface, a CPU: one plain path segment.</summary>
    public static bool IsName(string scope) =>
        scope.Length is > 0 and < 128 && scope is not ("." or "..") && scope.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '!' or '@' or ':');

    /// <summary>A control group below the root one: <c>/system.slice/nginx.service</c>.</summary>
    public static bool IsGroup(string scope) =>
        scope.Length is > 1 and < 2048 && scope[0] == '/' && HostPath.IsSafe(scope.AsSpan(1))
        && scope[1..].Split('/').All(segment => segment.Trim() == segment && !segment.Any(char.IsControl));

    /// <summary>The path of a tunable with its scope put in; null where the scope is none of its kind.</summary>
    public static string? Path(string template, string scope)
    {
        if (!template.Contains("{scope}", StringComparison.Ordinal)) return scope == "host" ? template : null;
        return IsName(scope) ? template.Replace("{scope}", scope) : null;
    }
}
