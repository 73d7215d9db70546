using Kernward.Knowledge;
using Kernward.Measurement;
using Kernward.Planning;

namespace Kernward.Answering;

/// <summary>What a service, control group or process uses: by group where the name means one, by its processes where it has none.</summary>
internal sealed class Parties(HostValues values, Question question)
{
    private readonly PartyFinder _finder = new(values.Window.Last);

    public static bool Has(MetricSnapshot snapshot, string name)
    {
        var finder = new PartyFinder(snapshot);
        return finder.Groups(name).Count > 0 || finder.Processes(name).Count > 0;
    }

    /// <summary>Null where nothing of that name runs here.</summary>
    public Section? Find(string name)
    {
        if (ByPid(name) is { } process) return Of("process", process.Pid.ToString(), []);
        var groups = _finder.Groups(name);
        if (groups.Count == 1) return Of("cgroup", groups[0], Members(groups[0]));
        if (groups.Count > 1) return Several(name, $"{groups.Count} control groups", "cgroup", [.. groups]);
        var processes = _finder.Processes(name);
        return processes.Count switch
        {
            0 => null,
            1 => Of("process", processes[0].Pid.ToString(), []),
            _ => Several(name, $"{processes.Count} processes", "process", [.. processes.Select(one => one.Pid.ToString())]),
        };
    }

    /// <summary>Every name that could have been meant.</summary>
    public IEnumerable<string> Names() => _finder.Names();

    private ProcessInfo? ByPid(string name)
    {
        var digits = name.StartsWith("pid ", StringComparison.OrdinalIgnoreCase) ? name[4..].Trim() : name.Trim();
        return int.TryParse(digits, out var pid) ? values.Window.Last.Processes.FirstOrDefault(process => process.Pid == pid) : null;
    }

    /// <summary>The view of a group or process; where it has nothing of the resource asked about, all that there is, and that is said.</summary>
    private Section? Of(string id, string subject, HashSet<string> members)
    {
        if (values.Known.View(id) is not { } view) return null;
        var section = new ViewSection(values, question).Of(view, subject, _ => members);
        if (section.Rows.Count > 0 || question.Resource.Length == 0) return section;
        var all = new ViewSection(values, question with { Resource = "" }).Of(view, subject, _ => members);
        var party = id == "cgroup" ? "service" : "process";
        return all with { Summary = $"Of one {party} nothing is measured here about {question.Resource}. {all.Summary}" };
    }

    private HashSet<string> Members(string group) =>
    [
        .. values.Window.Last.Processes
            .Where(process => process.Cgroup == group || process.Cgroup.StartsWith(group + "/", StringComparison.Ordinal))
            .Select(process => process.Pid.ToString()),
    ];

    /// <summary>Several of one name: the rankings of the resource (of CPU and memory where none is named), of these alone.</summary>
    private Section Several(string name, string what, string kind, HashSet<string> subjects)
    {
        var shown = Domain.Shown.Safe(name.Trim());
        IEnumerable<string> resources = question.Resource.Length > 0 ? [question.Resource] : ["cpu", "memory"];
        var rankings = resources.SelectMany(resource => values.Known.View(resource)?.Rankings ?? [])
            .Where(ranking => ranking.Subject == kind).ToList();
        var rows = new ViewSection(values, question).Ranking(rankings, subjects);
        return new Section(shown, $"{shown} is {what} here; name one to see all of it.", rows);
    }
}
