using System.Text.RegularExpressions;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Planning;
using Kernward.Plugins;

namespace Kernward.Tests.Knowledge;

/// <summary>What must hold for the data that ships, beyond what the reader checks.</summary>
public sealed class PluginKnowledgeTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();
    private static readonly string[] Resources =
        ["cpu", "memory", "swap", "disk", "network", "files", "processes", "accelerator", "power", "kernel"];

    [Fact]
    public void The_shipped_knowledge_reads_without_errors()
    {
        Assert.True(Known.Tunables.Count >= 60, $"{Known.Tunables.Count} tunables");
        Assert.True(Known.Detectors.Count >= 30, $"{Known.Detectors.Count} detectors");
        Assert.True(Known.Profiles.Count >= 7, $"{Known.Profiles.Count} profiles");
    }

    /// <summary>The engine whose time is linear in the text takes no pattern for which that cannot be.</summary>
    [Fact]
    public void Patterns_over_files_of_the_host_could_be_matched_in_linear_time()
    {
        var patterns = Known.Owners.SelectMany(owner => owner.Settings).Select(setting => setting.Pattern).OfType<Regex>().ToList();
        Assert.NotEmpty(patterns);
        Assert.All(patterns, pattern => Assert.NotNull(new Regex(pattern.ToString(), pattern.Options | RegexOptions.NonBacktracking)));
        Assert.Throws<NotSupportedException>(() => new Regex("(?=a)b", RegexOptions.NonBacktracking));
    }

    [Fact]
    public void Schemas_are_not_taken_for_knowledge() =>
        Assert.DoesNotContain(PluginKnowledge.Files(), file => file.Name.Contains("schema", StringComparison.Ordinal));

    [Fact]
    public void No_name_means_two_tunables()
    {
        var names = Known.Tunables.SelectMany(tunable => tunable.Aliases.Where(alias => alias != tunable.Id).Append(tunable.Id));
        Assert.Empty(names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Every_name_leads_to_its_tunable() => Assert.All(Known.Tunables, tunable =>
        Assert.All(tunable.Aliases.Append(tunable.Id), name => Assert.Same(tunable, Known.Named(name)?.Tunable)));

    [Theory]
    [InlineData("block.nvme0n1.queue.scheduler", "block.queue.scheduler", "nvme0n1")]
    [InlineData("block.sda.queue.read_ahead_kb", "block.queue.read_ahead_kb", "sda")]
    [InlineData("net.eth0.mtu", "net.mtu", "eth0")]
    [InlineData("vm/swappiness", "vm.swappiness", "host")]
    [InlineData("THP", "mm.transparent_hugepage.enabled", "host")]
    public void A_tunable_of_one_device_is_found_by_the_devices_own_name(string name, string id, string scope) =>
        Assert.Equal((id, scope), (Known.Named(name)!.Value.Tunable.Id, Known.Named(name)!.Value.Scope));

    [Theory]
    [InlineData("kernel.randomize_va_space")]
    [InlineData("kernel.core_pattern")]
    [InlineData("kernel.sysrq")]
    [InlineData("kernel.sched_rt_runtime_us")]
    [InlineData("fs.suid_dumpable")]
    [InlineData("net.ipv4.ip_forward")]
    [InlineData("net.ipv4.conf.all.rp_filter")]
    [InlineData("net.ipv4.tcp_timestamps")]
    [InlineData("net.ipv4.tcp_sack")]
    [InlineData("net.ipv4.tcp_window_scaling")]
    [InlineData("net.ipv4.tcp_tw_recycle")]
    [InlineData("vm.drop_caches")]
    [InlineData("block.queue.write_cache")]
    [InlineData("net.ipv4.conf.rp_filter")]
    [InlineData("net.ipv4.conf.accept_redirects")]
    [InlineData("net.ipv4.conf.accept_source_route")]
    [InlineData("net.ipv6.conf.accept_ra")]
    [InlineData("kernel.modprobe")]
    [InlineData("kernel.sysrq_trigger")]
    [InlineData("kernel.power_state")]
    [InlineData("cgroup.kill")]
    [InlineData("cgroup.cpu.rt_runtime_us")]
    public void What_guards_security_integrity_or_reachability_is_never_written(string id) => Assert.Equal(RiskClass.R4, Known.Tunable(id)!.Risk);

    [Theory]
    [InlineData("net.ipv4.tcp_syncookies", "0")]
    [InlineData("vm.overcommit_memory", "2")]
    [InlineData("kernel.hung_task_timeout_secs", "0")]
    [InlineData("vm.swappiness", "0")]
    [InlineData("vm.dirty_writeback_centisecs", "0")]
    public void A_value_that_only_harms_is_refused_with_a_reason(string id, string value)
    {
        Assert.Null(TunableValue.Parse(Known.Tunable(id)!, value, out var reason));
        Assert.Contains(Known.Tunable(id)!.Refuse[value], reason);
    }

    [Fact]
    public void Every_name_of_what_is_never_written_leads_to_class_R4() =>
        Assert.All(Known.Tunables.Where(tunable => tunable.Risk == RiskClass.R4).SelectMany(tunable => tunable.Aliases.Append(tunable.Id)),
            name => Assert.Equal(RiskClass.R4, Known.Named(name)!.Value.Tunable.Risk));

    [Fact]
    public void Resources_are_those_of_an_intent()
    {
        Assert.All(Known.Tunables, tunable => Assert.Contains(tunable.Resource, Resources));
        Assert.All(Known.Detectors.SelectMany(detector => detector.Resources), resource => Assert.Contains(resource, Resources));
        Assert.All(Known.Allocations, rule => Assert.Contains(rule.Resource, Resources));
    }

    [Fact]
    public void Tunables_outside_sysctl_and_groups_say_where_they_are() =>
        Assert.All(Known.Tunables.Where(tunable => tunable.Kind is "block" or "sysfs"), tunable => Assert.Matches("^(sys/|proc/irq/)", tunable.Path));

    [Fact]
    public void A_condition_clears_on_its_calm_side() => Assert.All(Conditions().Where(condition => condition.Clear is not null), condition =>
        Assert.True(condition.Above is { } above ? condition.Clear < above : condition.Clear > condition.Below, $"{condition.Metric} {condition.Value}"));

    [Fact]
    public void A_rate_is_taken_of_counters_only() => Assert.All(Formulas().SelectMany(formula => formula.Reads).Where(read => read.Function is "rate" or "increase"),
        read => Assert.Equal("counter", Known.Metric(read.Argument)!.Kind));

    [Fact]
    public void A_formula_reads_metrics_of_its_subject_or_of_the_host() => Assert.All(Known.Detectors, detector =>
        Assert.All(detector.Conditions.SelectMany(condition => condition.Value.Reads).Where(read => read.Function != "top" && Known.Metric(read.Argument) is not null),
            read => Assert.Contains(Known.Metric(read.Argument)!.Subject, detector.Subject == "host" ? ["host", "cgroup", "event"] : new[] { "host", detector.Subject })));

    [Fact]
    public void Ninety_kinds_of_incident_are_looked_for() => Assert.InRange(Known.Detectors.Select(detector => detector.Incident).Distinct().Count(), 90, 103);

    [Fact]
    public void A_remedy_is_within_the_range_from_wherever_it_starts() =>
        Assert.All(Known.Detectors.SelectMany(detector => detector.Remedies).Where(remedy => remedy.Word.Length > 0), remedy =>
            Assert.True(TunableValue.Parse(Known.Tunable(remedy.Tunable)!, remedy.Word, out var reason) is not null, reason));

    [Fact]
    public void A_profile_moves_a_value_one_way_only_and_never_back() =>
        Assert.All(Known.Profiles.SelectMany(profile => profile.Settings).Where(setting => setting.To is not null), setting =>
        {
            var moves = Starts(Known.Tunable(setting.Tunable)!.Value).Select(start => Math.Sign(At(setting.To!, start) - start)).Where(sign => sign != 0).Distinct().ToList();
            Assert.True(moves.Count <= 1, $"{setting.Tunable}: {setting.To}");
        });

    [Fact]
    public void Every_workload_of_an_intent_has_a_profile()
    {
        string[] workloads = ["web", "database", "cache", "queue", "file-server", "batch", "build", "ai-training", "ai-inference", "virtualization", "router", "realtime"];
        Assert.Empty(workloads.Except(Known.Profiles.SelectMany(profile => profile.Workloads)));
    }

    [Theory]
    [InlineData("cpu", "more", "", 400)]
    [InlineData("cpu", "at-most", "percent", 2)]
    [InlineData("cpu", "at-most", "cores", 50)]
    [InlineData("memory", "at-most", "percent", 4e9)]
    [InlineData("processes", "at-most", "", 50)]
    public void A_wish_becomes_a_number(string resource, string relation, string unit, double expected)
    {
        var rule = Assert.Single(Known.Allocations, rule => rule.Resource == resource && rule.Relation == relation && rule.Units.Contains(unit));
        Assert.Equal(expected, At(rule.To!, 100));
    }

    [Fact]
    public void A_floor_in_cores_is_a_weight_against_four_busy_groups()
    {
        var rule = Assert.Single(Known.Allocations, rule => rule is { Resource: "cpu", Relation: "at-least" } && rule.Units.Contains("cores"));
        var to = ValueText.Of(Known.Tunable(rule.Tunable)!, "100", rule.To!.Evaluate(new Fixed(100, 3))!.Value);
        Assert.Equal("1200", to);
    }

    /// <summary>On a host of 4 CPUs and 8 GB that is asked for 50.</summary>
    private static double At(Formula formula, double current) => formula.Evaluate(new Fixed(current, 50)) ?? current;

    private static IEnumerable<double> Starts(ValueRange range) =>
        [range.Min ?? 1, .. new double[] { 1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7 }.Where(value => value >= (range.Min ?? 1) && value <= (range.Max ?? 1e12)), range.Max ?? 1e12];

    private static IEnumerable<Condition> Conditions() => Known.Detectors.SelectMany(detector => detector.Conditions);

    private static IEnumerable<Formula> Formulas() => Conditions().Select(condition => condition.Value)
        .Concat(Known.Detectors.SelectMany(detector => detector.Remedies).Select(remedy => remedy.To).OfType<Formula>())
        .Concat(Known.Detectors.Select(detector => detector.Culprit).OfType<Formula>())
        .Concat(Known.Profiles.SelectMany(profile => profile.Settings).SelectMany(setting => new[] { setting.To, setting.If }).OfType<Formula>())
        .Concat(Known.Allocations.SelectMany(rule => new[] { rule.To, rule.OtherTo }).OfType<Formula>());

    private sealed class Fixed(double current, double value) : IFormulaValues
    {
        public double? Read(string function, string name) => (function, name) switch
        {
            ("", "current") => current,
            ("", "other") => 100,
            ("", "value") => value,
            ("", "cores") => 4,
            ("", "ram") => 8e9,
            ("", "page_size") => 4096,
            ("", _) => null,
            _ => 1000,
        };
    }
}
