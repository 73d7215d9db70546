using Kernward.Domain;
using Kernward.Plugins;
using Kernward.Policy;
using Kernward.Tests.Support;

namespace Kernward.Tests.Owners;

public sealed class OwnerRuleTests
{
    private readonly FakeKernel _kernel = Some.Kernel();

    private IReadOnlyList<Objection> Objections(string tunable, string to, PolicyOptions? policy = null, Persistence persistence = Persistence.Runtime, string scope = "host")
    {
        var plan = Some.Plan(_kernel).Set(tunable, to, scope, step => step with { Persistence = persistence }).Make();
        return [.. Guard.Rule(new RuleContext(plan, _kernel, Some.Tunables, policy ?? new PolicyOptions())).Reasons.Where(reason => reason.Rule == "owner")];
    }

    private static PolicyOptions With(string kind, OwnerStance stance) => new() { Owners = new Dictionary<string, OwnerStance> { [kind] = stance } };

    private void Bpftune() => _kernel.With("proc/9/stat", "9 (bpftune) S 1");

    [Fact]
    public void Tells_of_a_file_and_of_how_long_the_change_lasts()
    {
        _kernel.With("etc/sysctl.d/99-db.conf", "vm.swappiness = 1\n");
        var told = Assert.Single(Objections("vm.swappiness", "10"));
        Assert.Equal((Decision.Ask, "vm.swappiness: /etc/sysctl.d/99-db.conf:1 sets 1 at boot; this change lasts until then"), (told.Effect, told.Text));
    }

    [Fact]
    public void Says_nothing_of_a_file_that_sets_the_same()
    {
        _kernel.With("etc/sysctl.d/99-db.conf", "vm.swappiness = 10\n");
        Assert.Empty(Objections("vm.swappiness", "10"));
    }

    [Fact]
    public void Yields_to_what_sets_it_again_and_again_and_says_how_else()
    {
        Bpftune();
        var yielded = Assert.Single(Objections("net.ipv4.tcp_rmem", "4096 131072 8388608"));
        Assert.Equal(Decision.Deny, yielded.Effect);
        Assert.Equal("net.ipv4.tcp_rmem is left to bpftune: process 9 (bpftune) sets it again and again; leave it to bpftune, or end it first with `systemctl stop bpftune`", yielded.Text);
    }

    [Fact]
    public void Yields_to_a_container_runtime()
    {
        _kernel.With("proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n").With("sys/fs/cgroup/system.slice/docker-0a.scope/cpu.weight", "100\n");
        Assert.Equal(Decision.Deny, Assert.Single(Objections("cgroup.cpu.weight", "50", scope: "/system.slice/docker-0a.scope")).Effect);
    }

    [Theory]
    [InlineData(OwnerStance.Advise, Decision.Ask)]
    [InlineData(OwnerStance.Yield, Decision.Deny)]
    public void Does_as_policy_says(OwnerStance stance, Decision effect)
    {
        Bpftune();
        Assert.Equal(effect, Assert.Single(Objections("net.ipv4.tcp_rmem", "4096 131072 8388608", With("bpftune", stance))).Effect);
    }

    [Fact]
    public void Is_silent_where_policy_says_so()
    {
        Bpftune();
        Assert.Empty(Objections("net.ipv4.tcp_rmem", "4096 131072 8388608", With("bpftune", OwnerStance.Ignore)));
    }

    [Fact]
    public void A_policy_that_names_an_unknown_kind_is_broken() => Assert.StartsWith(
        "'owners': there is no kind 'tunned'; there are sysctl.d, tuned,",
        Assert.Single(PolicyFile.Checked(With("tunned", OwnerStance.Ignore), PluginKnowledge.Load()).Broken), StringComparison.Ordinal);

    [Fact]
    public void Leaves_a_network_namespace_of_our_own_out_of_it()
    {
        _kernel.With("etc/sysctl.d/99-db.conf", "net.core.somaxconn = 1\n");
        Assert.Single(Objections("net.core.somaxconn", "256"));
        Assert.Empty(Objections("net.core.somaxconn", "256", new PolicyOptions { Reach = "/demo" }));
    }
}
