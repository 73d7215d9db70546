using Kernward.Domain;

namespace Kernward.Detection;

/// <summary>
/// Gives each subject a harmless name (<c>cgroup-2</c>): what a model reads about the host is our words and numbers, never a
/// name that somebody on the host chose.
/// </summary>
internal sealed class Aliases
{
    private readonly Dictionary<(string Kind, string Name), FindingSubject> _subjects = [];

    public FindingSubject Subject(string kind, string name)
    {
        if (kind == "host") return new FindingSubject("host", "host", "host");
        if (_subjects.TryGetValue((kind, name), out var known)) return known;
        var type = kind switch { "cgroup" => "cgroup", "process" => "process", _ => "device" };
        var number = _subjects.Keys.Count(key => key.Kind == kind) + 1;
        return _subjects[(kind, name)] = new FindingSubject(type, name, $"{kind}-{number}");
    }
}
