using Kernward.Domain;
using Kernward.Execution;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>
/// Why a group of the unified hierarchy lacks a controller's files. A group has them only where every group above it hands the
/// controller down, and systemd has that done only once a unit there has a property for it: on a fresh host no service has a weight.
/// </summary>
internal static class MissingController
{
    /// <summary>A property that makes systemd hand a controller down to a unit and its neighbours, with the value that changes nothing.</summary>
    private static readonly Dictionary<string, string> Properties = new()
    {
        ["cpu"] = "CPUWeight=100", ["io"] = "IOWeight=100", ["memory"] = "MemoryAccounting=yes", ["pids"] = "TasksAccounting=yes",
    };

    /// <summary>Null where no group above withholds it, or the hierarchy is of version 1, whose controllers are everywhere.</summary>
    public static Absence? Explain(GroupView group, string controller)
    {
        if (!group.Exists || group.Above("", "cgroup.controllers") is not { } offered) return null;
        if (!offered.Contains(controller))
            return Known(controller) ? new Absence($"this kernel has no {controller} controller for the unified hierarchy", "`kernward explain NAME` shows what is there") : null;
        var withheld = Ancestors(group.Scope).FirstOrDefault(above => group.Above(above, "cgroup.subtree_control")?.Contains(controller) == false);
        return withheld is null ? null : new Absence(
            $"{(withheld.Length == 0 ? "the root group" : Shown.Safe(withheld))} does not hand the {controller} controller down to its groups", Instead(group.Scope, controller));
    }

    private static bool Known(string controller) => controller is "cpuset" || Properties.ContainsKey(controller);

    /// <summary>The root group as an empty text, then every group down to the parent.</summary>
    private static IEnumerable<string> Ancestors(string scope)
    {
        for (var slash = 0; slash >= 0; slash = scope.IndexOf('/', slash + 1)) yield return scope[..slash];
    }

    private static string Instead(string scope, string controller)
    {
        var unit = scope[(scope.LastIndexOf('/') + 1)..];
        var isUnit = (unit.EndsWith(".service", StringComparison.Ordinal) || unit.EndsWith(".scope", StringComparison.Ordinal) || unit.EndsWith(".slice", StringComparison.Ordinal))
            && Scopes.IsName(unit);
        return isUnit && Properties.TryGetValue(controller, out var property)
            ? $"have systemd hand it down, then ask again: `systemctl set-property --runtime {unit} {property}`"
            : $"have it handed down first: write +{controller} to cgroup.subtree_control there";
    }
}
