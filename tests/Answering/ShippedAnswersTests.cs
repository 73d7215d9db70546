using System.Text;
using Kernward.Knowledge;

namespace Kernward.Tests.Answering;

/// <summary>What the shipped views and terms must hold, whatever else is in the base.</summary>
public sealed class ShippedAnswersTests
{
    private static readonly string[] Resources = ["cpu", "memory", "swap", "disk", "network", "files", "processes", "accelerator", "power", "kernel"];

    private static KnowledgeBase Read(string name, string json) => KnowledgeReader.Read(
        Scene.Shipped(file => file == "metrics.json").Append((name, Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void There_is_a_view_of_every_resource_and_of_every_kind_of_subject()
    {
        var known = Scene.Knowledge.Value;

        Assert.All(Resources.Append("overview"), resource => Assert.NotNull(known.View(resource)));
        Assert.Equal(["cgroup", "cpu", "device", "interface", "mount", "process"],
            known.Views.Select(view => view.Subject).Where(subject => subject != "host").Order());
    }

    [Fact]
    public void Every_metric_named_in_a_view_exists()
    {
        var known = Scene.Knowledge.Value;
        var named = known.Views.SelectMany(view => view.Rows.Concat(view.Rankings.SelectMany(ranking => ranking.Also)).Select(row => row.Metric)
            .Concat(view.Rankings.Select(ranking => ranking.Metric))).Where(metric => metric.Length > 0);

        Assert.All(named, metric => Assert.NotNull(known.Metric(metric)));
    }

    [Fact]
    public void A_view_with_an_unknown_metric_is_an_error() =>
        Assert.Contains("unknown metric 'no.such'", Assert.Throws<KnowledgeException>(() => Read("views.json",
            """[{"id": "x", "title": "X", "summaries": [], "empty": "none", "rows": [{"label": "a", "metric": "no.such"}]}]""")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_term_with_an_unknown_metric_is_an_error() =>
        Assert.Contains("unknown metric 'no.such'", Assert.Throws<KnowledgeException>(() => Read("terms.json",
            """[{"id": "x", "aliases": [], "resource": "cpu", "text": "A thing.", "metrics": ["no.such"], "tunables": []}]""")).Message, StringComparison.Ordinal);

    [Fact]
    public void All_errors_of_a_view_are_told_at_once()
    {
        var errors = Assert.Throws<KnowledgeException>(() => Read("views.json", """
            [{"id": "x", "title": "X", "summaries": ["{nowhere}"], "empty": "none", "rows": [
              {"label": "two", "metric": "system.uptime", "file": "etc/x"},
              {"label": "up", "file": "../etc/shadow"},
              {"label": "unit", "metric": "system.uptime", "value": "last(system.uptime) / 2"},
              {"label": "other", "metric": "cgroup.memory.usage"}], "colour": "red"}]
            """)).Errors;

        Assert.Contains(errors, error => error.Contains("one of 'metric', 'file' and 'tunable'", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("a path below the root", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("needs its 'unit'", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("is a metric of a cgroup", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("no row 'nowhere'", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("unknown key 'colour'", StringComparison.Ordinal));
    }

    [Fact]
    public void One_name_for_two_terms_is_an_error() =>
        Assert.Contains("name of a term 'pagecache'", Assert.Throws<KnowledgeException>(() => Read("terms.json", """
            [{"id": "page cache", "aliases": [], "resource": "memory", "text": "A thing.", "metrics": [], "tunables": []},
             {"id": "other", "aliases": ["Page-Cache"], "resource": "memory", "text": "A thing.", "metrics": [], "tunables": []}]
            """)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_glossary_has_what_operators_ask_about()
    {
        string[] asked =
        [
            "psi", "cgroup", "load average", "steal", "iowait", "softirq", "thp", "ksm", "numa", "oom killer", "page cache", "dirty pages",
            "swap", "conntrack", "somaxconn", "syn backlog", "rss", "inode", "bbr", "qdisc", "throttling", "cpu.weight", "cpu.max",
            "memory.high", "io.latency", "iops", "readahead", "nice", "niceness", "governor", "c-states", "hugepages", "zram", "huge page",
            "ephemeral ports", "time_wait", "memory.max", "CPUWeight", "CPUQuota", "IOWeight", "IOReadBandwidthMax", "MIG", "zswap", "bufferbloat",
        ];

        Assert.All(asked, word => Assert.NotNull(Scene.Knowledge.Value.Term(word)));
        Assert.True(Scene.Knowledge.Value.Terms.Count >= 80);
    }

    [Fact]
    public void Every_text_is_one_to_four_whole_sentences()
    {
        Assert.All(Scene.Knowledge.Value.Terms, term =>
        {
            Assert.InRange(term.Text.Length, 60, 480);
            Assert.EndsWith(".", term.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_tunable_of_a_term_or_view_exists_where_the_base_has_tunables()
    {
        var files = Scene.Shipped(name => name is "metrics.json" or "views.json" or "terms.json" || name.StartsWith("tunables/", StringComparison.Ordinal)).ToList();
        var known = KnowledgeReader.Read(files);
        var named = known.Terms.SelectMany(term => term.Tunables).Concat(known.Views.SelectMany(view => view.Rows).Select(row => row.Tunable)).Where(id => id.Length > 0);

        Assert.All(named.Where(_ => known.Tunables.Count > 0), id => Assert.NotNull(known.Tunable(id)));
    }
}
