using Kernward.Machine;

namespace Kernward.Execution;

/// <summary>
/// A bench from which the values of a change are reached: the given one, one inside the network namespace in which the change was
/// made, or one that knows that this namespace is gone. Where <paramref name="Problem"/> says that none can be had, nothing is to be
/// written. Disposing lets go of the namespace.
/// </summary>
internal sealed record Reach(Workbench Bench, string Problem = "", IDisposable? Held = null) : IDisposable
{
    /// <summary>All values of one change that are private to a network namespace are of the same one.</summary>
    public static Reach Of(Workbench bench, ChangeRecord change)
    {
        if (change.Edits.FirstOrDefault(edit => !bench.IsReachable(edit)) is not { } elsewhere) return new Reach(bench);
        // The kernel gives a name again only when the one that had it is gone.
        if (elsewhere.Namespace == bench.NetNamespace) return Gone(bench, elsewhere);
        var search = bench.Namespaces?.Find(elsewhere.Namespace, elsewhere.Identity)
            ?? new NamespaceSearch(null, $"this process is in {bench.NetNamespace}");
        if (search.Place is { } place)
            return new Reach(bench with { Host = place.Host, Writer = place.Writer, NetNamespace = elsewhere.Namespace, NetIdentity = place.Cookie }, "", place);
        return search.Doubt.Length == 0 ? Gone(bench, elsewhere)
            : new Reach(bench, $"it set {elsewhere.Tunable} in network namespace {elsewhere.Namespace}, which cannot be reached: {search.Doubt}");
    }

    public void Dispose() => Held?.Dispose();

    private static Reach Gone(Workbench bench, EditRecord edit) => new(bench with { Vanished = edit.Namespace });
}
