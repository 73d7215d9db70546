using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.Execution;

/// <summary>What was set in one network namespace, settled by a worker in another.</summary>
public sealed class NamespaceTests : IDisposable
{
    private const string Backlog = "proc/sys/net/core/somaxconn", Swappiness = "proc/sys/vm/swappiness";
    private readonly FakeKernel _there = Some.Kernel(), _here = Some.Kernel();
    private readonly Bench _inside, _outside;
    private readonly List<string> _asked = [];

    public NamespaceTests()
    {
        _inside = new Bench(_there) { NetNamespace = "net:[1]", NetIdentity = "11" };
        _outside = new Bench(_here, _inside) { NetNamespace = "net:[2]", NetIdentity = "22", Elsewhere = Find };
    }

    public void Dispose()
    {
        _outside.Dispose();
        _inside.Dispose();
    }

    private NamespaceSearch? Found { get; set; }

    private NamespaceSearch Find(string name)
    {
        _asked.Add(name);
        return Found ?? new NamespaceSearch(new NamespacePlace("11", _there, _there));
    }

    [Fact]
    public void An_undo_writes_there_and_nothing_here()
    {
        var id = _inside.Keep("net.core.somaxconn", "4096");
        var undo = _outside.Undo(id);
        Assert.Equal((ChangeState.Kept, "128\n"), (undo.State, _there[Backlog]));
        Assert.Equal("128", undo.Outcomes[0].Now);
        Assert.Empty(_here.Writes);
        Assert.Equal(["net:[1]"], _asked);
        var edit = Assert.Single(_outside.Journal.Find(undo.Change)!.Edits);
        Assert.Equal(("net:[1]", "11"), (edit.Namespace, edit.Identity));
        Assert.Equal(ChangeState.Kept, _outside.Undo(undo.Change).State);
        Assert.Equal("4096\n", _there[Backlog]);
    }

    [Fact]
    public void What_someone_set_there_is_shown_and_taken_back_when_forced()
    {
        var id = _inside.Keep("net.core.somaxconn", "4096");
        _there[Backlog] = "777\n";
        var refused = _outside.Undo(id);
        Assert.Contains("was '128' before, Kernward set '4096', it is '777' now", refused.Outcomes[0].Reason);
        Assert.Equal("777\n", _there[Backlog]);
        Assert.Equal(ChangeState.Kept, _outside.Undo(id, force: true).State);
        Assert.Equal(("128\n", "128\n"), (_there[Backlog], _here[Backlog]));
        Assert.Empty(_here.Writes);
    }

    [Fact]
    public void Recovery_gives_back_there_what_was_not_confirmed()
    {
        var id = _inside.Apply(Some.Plan(_there).Set("net.core.somaxconn", "4096")).Change;
        Assert.Equal(ChangeState.Reverted, Assert.Single(new Recovery(_outside.Workbench).Settle()).State);
        Assert.Equal((ChangeState.Reverted, "128\n"), (_outside.StateOf(id), _there[Backlog]));
        Assert.Empty(_here.Writes);
    }

    [Fact]
    public void A_namespace_that_is_gone_took_its_values_with_it_and_that_is_said()
    {
        var id = _inside.Apply(Some.Plan(_there).Set("net.core.somaxconn", "4096")).Change;
        Found = new NamespaceSearch(null);
        _here[Backlog] = "4096\n";
        var settled = Assert.Single(new Recovery(_outside.Workbench).Settle());
        Assert.Equal((ChangeState.Gone, ChangeState.Gone), (settled.State, _outside.StateOf(id)));
        Assert.Equal((OutcomeKind.Reverted, "network namespace net:[1] is gone, and its values with it", ""),
            (settled.Outcomes[0].Outcome, settled.Outcomes[0].Reason, settled.Outcomes[0].Now));
        Assert.Contains("net:[1] is gone", _outside.Journal.Find(id)!.Note);
        Assert.Empty(_here.Writes);
    }

    [Fact]
    public void An_undo_where_the_namespace_is_gone_ends_the_change_and_writes_nothing()
    {
        var id = _inside.Keep("net.core.somaxconn", "4096");
        Found = new NamespaceSearch(null);
        var undo = _outside.Undo(id, force: true);
        Assert.Equal((id, ChangeState.Gone), (undo.Change, undo.State));
        Assert.Contains("is gone", undo.Outcomes[0].Reason);
        Assert.Contains("nothing of it to undo", _outside.Undo(id).Note);
        Assert.Empty(_here.Writes);
    }

    /// <summary>Values of the whole host, which the same plan set, do not go with it.</summary>
    [Fact]
    public void What_the_same_plan_set_for_the_whole_host_is_given_back_all_the_same()
    {
        var id = _inside.Apply(Some.Plan(_there).Set("net.core.somaxconn", "4096").Set("vm.swappiness", "10")).Change;
        Found = new NamespaceSearch(null);
        _here[Swappiness] = "10\n";
        var settled = Assert.Single(new Recovery(_outside.Workbench).Settle());
        Assert.Equal((ChangeState.Reverted, "60\n"), (_outside.StateOf(id), _here[Swappiness]));
        Assert.Equal([true, false], settled.Outcomes.Select(outcome => outcome.Reason.Contains("is gone", StringComparison.Ordinal)));
        Assert.Equal(["proc/sys/vm/swappiness=60"], _here.Writes);
    }

    [Fact]
    public void Where_it_is_not_known_whether_it_is_gone_nothing_is_done()
    {
        var id = _inside.Apply(Some.Plan(_there).Set("net.core.somaxconn", "4096")).Change;
        Found = new NamespaceSearch(null, "process 12 may be in it");
        Assert.Contains("left as it is", Assert.Single(new Recovery(_outside.Workbench).Settle()).Note);
        Assert.Equal((ChangeState.Pending, "4096\n"), (_outside.StateOf(id), _there[Backlog]));
        Found = null;
        new Recovery(_outside.Workbench).Settle();
        Assert.Equal((ChangeState.Reverted, "128\n"), (_outside.StateOf(id), _there[Backlog]));
    }

    /// <summary>The kernel gives the number in a name again; the one that has it now has had nothing of ours.</summary>
    [Fact]
    public void Another_namespace_of_the_same_name_is_not_taken_for_it()
    {
        var id = _inside.Keep("net.core.somaxconn", "4096");
        _outside.NetNamespace = "net:[1]";
        _here[Backlog] = "999\n";
        Assert.False(_outside.Manual.IsManual("net.core.somaxconn", "host"));
        Assert.Equal(ChangeState.Gone, _outside.Undo(id).State);
        Assert.Equal("999\n", _here[Backlog]);
        Assert.Empty(_asked);
    }
}
