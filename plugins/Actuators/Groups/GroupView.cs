using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;

namespace Kernward.Plugins.Actuators.Groups;

/// <summary>One file of a group, with its content.</summary>
internal sealed record GroupFile(string Path, string Raw)
{
    public string Value => RawFile.Canonical(Raw);

    public FileEdit To(string text) => new(Path, text + "\n", Raw, RawFile.WayBack(Raw, text));
}

/// <summary>One group through the hierarchies that a host has.</summary>
internal sealed class GroupView(Host host, GroupLayout layout, string scope)
{
    public string Scope => scope;

    public bool Exists => layout.Legacy.Values.Append(layout.Unified).OfType<string>().Any(root => host.List(root + scope).Count > 0);

    /// <summary>A file of the unified hierarchy; null where it has none for this group.</summary>
    public GroupFile? Unified(string name) => layout.Unified is { } root ? File($"{root}{scope}/{name}") : null;

    /// <summary>A file of version 1, in the hierarchy of the controller that begins its name.</summary>
    public GroupFile? Legacy(string name) =>
        layout.Legacy.TryGetValue(name.Split('.')[0], out var root) ? File($"{root}{scope}/{name}") : null;

    /// <summary>What the unified hierarchy says of one of the groups above this one (empty for the root one), as words; null where it has no such file.</summary>
    public string[]? Above(string group, string name) =>
        layout.Unified is { } root && RawFile.Read(host, $"{root}{group}/{name}") is { } raw ? RawFile.Canonical(raw).Split(' ') : null;

    /// <summary>For an edit whose file was there when its value was read: a service can stop at any moment.</summary>
    public ActuatorException Gone => new($"the control group '{Shown.Safe(scope)}' went away, or lost a file");

    private GroupFile? File(string path) => RawFile.Read(host, path) is { } raw ? new GroupFile(path, raw) : null;
}
