using Kernward.Domain;

namespace Kernward.Answering;

/// <summary>Where a tunable has values on this host: the host itself, or each device, interface or group.</summary>
internal static class TunableScopes
{
    private const int Most = 4;

    /// <summary>One row a scope that has a value, those with a rare value first; the label is <c>now</c> or the scope.</summary>
    public static IReadOnlyList<AnswerRow> Rows(HostValues values, Tunable tunable, string scope)
    {
        var rows = Of(values, tunable, scope)
            .Select(one => values.Present(tunable, one) is { } value ? new AnswerRow(one == "host" ? "now" : Shown.Safe(one), value) : null)
            .OfType<AnswerRow>().ToList();
        var common = rows.CountBy(row => row.Value).ToDictionary();
        return [.. rows.OrderBy(row => common[row.Value])];
    }

    /// <summary>The values in one line: <c>none (nvme0n1), mq-deadline (3 devices)</c>; null where there is none.</summary>
    public static string? Line(HostValues values, Tunable tunable, string scope)
    {
        var rows = Rows(values, tunable, scope);
        if (rows.Count == 0) return null;
        if (rows[0].Label == "now") return rows[0].Value;
        var by = rows.GroupBy(row => row.Value).ToList();
        var some = by.Take(Most).Select(group => group.Count() == 1 ? $"{group.Key} ({group.First().Label})" : $"{group.Key} ({group.Count()} {Kind(tunable)}s)");
        return string.Join(", ", some) + (by.Count > Most ? ", ..." : "");
    }

    public static string Kind(Tunable tunable) => tunable.Kind == "cgroup" ? "group" : "device";

    private static IEnumerable<string> Of(HostValues values, Tunable tunable, string scope)
    {
        if (scope is not ("" or "host")) return [scope];
        if (tunable.Kind == "cgroup") return values.Window.Last.Cgroups.Where(group => group != "/").Order(StringComparer.Ordinal);
        var at = tunable.Path.IndexOf("{scope}", StringComparison.Ordinal);
        return at < 0 ? ["host"] : tunable.Path[..at] switch
        {
            "sys/block/" => Subjects(values, "device"),
            "sys/class/net/" => Subjects(values, "interface"),
            var directory => values.Names(directory.TrimEnd('/')),
        };
    }

    /// <summary>The subjects of a kind that have any reading.</summary>
    public static IEnumerable<string> Subjects(HostValues values, string kind)
    {
        var metrics = values.Known.Metrics.Where(metric => metric.Subject == kind).Select(metric => metric.Name).ToHashSet();
        return values.Window.Last.All.Where(item => metrics.Contains(item.Key.Name) && item.Key.Subject.Length > 0)
            .Select(item => item.Key.Subject).Distinct().Order(StringComparer.Ordinal);
    }
}
