using System.Text.RegularExpressions;
using Kernward.Domain;

namespace Kernward.Language;

/// <summary>
/// A plan that waits, as a model is told of it: our own names and numbers. A control group is a number in it unless its name is
/// an ordinary one that the operator uses too; whoever names groups does not speak for the operator.
/// </summary>
internal static partial class PendingText
{
    private const int LongestValue = 32;

    /// <summary>Empty where no plan waits. <paramref name="message"/> is what the operator says now.</summary>
    public static string Of(Plan? plan, string message)
    {
        if (plan is null) return "";
        var scopes = plan.Steps.Select(step => step.Scope).Distinct().ToList();
        var steps = plan.Steps.Select(step => $"{Tunable(step)} {Value(step.From)} -> {Value(step.To)} {Where(step.Scope, scopes, message)}");
        return string.Join(", ", steps) + (plan.Steps.Count == 1 ? ", 1 step" : $", {plan.Steps.Count} steps");
    }

    /// <summary>A value as a model may see it: numbers, or one short word; what else a kernel or a recording says is <c>text</c>.</summary>
    public static string Value(string value) => value.Length <= LongestValue && ValuePattern().IsMatch(value) ? value : "text";

    private static string Tunable(Step step) => step.Tunable.StartsWith("cgroup.", StringComparison.Ordinal) ? step.Tunable["cgroup.".Length..] : step.Tunable;

    private static string Where(string scope, List<string> scopes, string message)
    {
        if (scope == "host") return "on host";
        var name = GroupSuffixPattern().Replace(scope[(scope.LastIndexOf('/') + 1)..], "");
        return KnownNames.In(message, [name], _ => false) is [var said, ..] ? "for " + said : $"for group-{scopes.IndexOf(scope) + 1}";
    }

    [GeneratedRegex(@"^(?:-?\d[\w.,:%+-]*(?:\s-?\d[\w.,:%+-]*)*|\w[\w.+-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex ValuePattern();

    [GeneratedRegex(@"\.(?:service|slice|scope|timer|mount)$", RegexOptions.CultureInvariant)]
    private static partial Regex GroupSuffixPattern();
}
