using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;

namespace Kernward.Plugins.Actuators;

/// <summary>A tunable that is one file whose content is its value.</summary>
public abstract class FileActuator : IActuator
{
    public abstract string Kind { get; }

    public string? Read(Host host, Tunable tunable, string scope) =>
        PathOf(tunable, scope) is { } path && RawFile.Read(host, path) is { } raw ? RawFile.Canonical(raw) : null;

    public IReadOnlyList<FileEdit> Edits(Host host, Tunable tunable, string scope, TunableValue value)
    {
        if (PathOf(tunable, scope) is not { } path || RawFile.Read(host, path) is not { } before)
            throw new ActuatorException($"{tunable.Id} does not exist in '{Shown.Safe(scope)}' on this host");
        var offers = Offers(host, path, before);
        if (offers.Count > 0 && !value.Text.Split(' ').All(offers.Contains))
            throw new ActuatorException($"{tunable.Id} in '{Shown.Safe(scope)}' offers {Shown.Safe(string.Join(", ", offers))}; not {value.Text}");
        var edit = new FileEdit(path, value.Text + "\n", before, RawFile.WayBack(before, value.Text));
        return [.. Companions(host, path, first: true), edit, .. Companions(host, path, first: false)];
    }

    /// <summary>Null where it has none in that scope.</summary>
    protected abstract string? PathOf(Tunable tunable, string scope);

    /// <summary>
    /// Paths of files that the kernel changes along with this one, so that they are given back too: those that must be given
    /// back after it (<paramref name="first"/>, as the opposite of the order of writing), and those before it.
    /// </summary>
    protected virtual IEnumerable<string> CompanionsOf(string path, bool first) => [];

    private IEnumerable<FileEdit> Companions(Host host, string path, bool first) =>
        from companion in CompanionsOf(path, first)
        let raw = RawFile.Read(host, companion)
        where raw is not null
        select new FileEdit(companion, "", raw, RawFile.WayBack(raw, ""));

    /// <summary>
    /// The words that the kernel says it has, in the file itself or in the one that is named after it
    /// (<c>scaling_available_governors</c> beside <c>scaling_governor</c>); empty where it says nothing.
    /// </summary>
    private static IReadOnlyList<string> Offers(Host host, string path, string raw)
    {
        if (RawFile.Offers(raw) is { Count: > 0 } own) return own;
        var cut = path.LastIndexOf('/') + 1;
        var (directory, name) = (path[..cut], path[cut..]);
        var split = name.IndexOf('_') + 1;
        string[] named =
        [
            name.Replace("current_", "available_"), name.Replace("allowed_", "available_"),
            $"{name[..split]}available_{name[split..]}", $"{name[..split]}available_{name[split..]}s",
        ];
        return named.Where(other => other != name).Select(other => RawFile.Read(host, directory + other)).OfType<string>()
            .Select(found => found.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault() ?? [];
    }
}
