using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Policy;
using Kernward.Torture.Faults;

namespace Kernward.Tests.Support;

/// <summary>Hands on a fake kernel, with a journal in a directory of their own.</summary>
public sealed class Bench : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public Bench(FakeKernel kernel)
    {
        Kernel = kernel;
        Journal = Journal.Open(_state.Path, Time);
    }

    /// <summary>Another process's, with the journal of the first.</summary>
    public Bench(FakeKernel kernel, Bench other)
    {
        Kernel = kernel;
        Journal = other.Journal;
    }

    public FakeKernel Kernel { get; }

    internal FaultTime Time { get; } = new();

    public string State => _state.Path;

    public string NetNamespace { get; set; } = "net:[1]";

    public string NetIdentity { get; set; } = "";

    /// <summary>What is found of other network namespaces, by name; null where this process can look for none.</summary>
    public Func<string, NamespaceSearch>? Elsewhere { get; set; }

    public Journal Journal { get; private set; }

    public Workbench Workbench => new(Kernel, Kernel, Some.Tunables, Journal) 
    {
        NetNamespace = NetNamespace, NetIdentity = NetIdentity, BootFiles = Kernel, Namespaces = Elsewhere is { } find ? new Finder(find) : null,
    };

    public Executor Executor => new(Workbench);

    public ManualWatch Manual => new(Workbench);

    /// <summary>As after a crash: what the journal had on disk is all that is left.</summary>
    public void Reopen()
    {
        Journal.Dispose();
        Journal = Journal.Open(_state.Path, Time);
    }

    public ExecutionResult Apply(PlanDraft plan) => Executor.Apply(plan.Approved());

    /// <summary>Applies and confirms; the id of the change.</summary>
    public string Keep(string tunable, string to, string scope = "host")
    {
        var result = Apply(Some.Plan(Kernel).Set(tunable, to, scope));
        Assert.Equal(ChangeState.Pending, result.State);
        Assert.Equal(ChangeState.Kept, Executor.Confirm(result.Change).State);
        return result.Change;
    }

    public ExecutionResult Undo(string which, bool force = false) => Assert.Single(new Undo(Workbench).Run(which, "root", force));

    public ChangeState StateOf(string id) => Journal.Find(id)!.State;

    public void Dispose()
    {
        Journal.Dispose();
        _state.Dispose();
    }

    private sealed class Finder(Func<string, NamespaceSearch> find) : INamespaces
    {
        public NamespaceSearch Find(string name, string cookie) => find(name);
    }
}
