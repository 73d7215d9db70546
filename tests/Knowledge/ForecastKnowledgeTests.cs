using System.Text;
using Kernward.Knowledge;
using Kernward.Plugins;

namespace Kernward.Tests.Knowledge;

public sealed class ForecastKnowledgeTests
{
    private static IReadOnlyList<string> Errors(string entry)
    {
        var files = PluginKnowledge.Files().Where(file => file.Name != "forecasts.json").Append(("forecasts.json", Encoding.UTF8.GetBytes($"[{entry}]")));
        try
        {
            KnowledgeReader.Read(files);
            return [];
        }
        catch (KnowledgeException e)
        {
            return e.Errors;
        }
    }

    private static string Entry(string changed = "", string value = "") =>
        "{" + string.Join(',', new Dictionary<string, string>
        {
            ["id"] = "\"x\"", ["incident"] = "\"F01\"", ["class"] = "\"hand-over\"", ["metric"] = "\"system.filesystem.available\"", ["toward"] = "\"falls\"",
            ["horizon_h"] = "3", ["summary"] = "\"{subject} is full\"", ["what"] = "\"space\"", ["why"] = "\"w\"", ["advice"] = "\"a\"", ["source"] = "\"s\"",
        }.Append(new(changed, value)).Where(pair => pair.Key.Length > 0 && pair.Value != "-").GroupBy(pair => pair.Key).Select(pair => $"\"{pair.Key}\":{pair.Last().Value}")) + "}";

    [Fact]
    public void A_whole_entry_is_taken() => Assert.Empty(Errors(Entry()));

    [Theory]
    [InlineData("metric", "\"no.such\"", "unknown metric 'no.such'")]
    [InlineData("metric", "\"network.tcp.listen_overflows\"", "is a counter")]
    [InlineData("metric", "\"process.threads\"", "processes have no history")]
    [InlineData("limit", "\"cgroup.pids.max\"", "is a metric of a cgroup, not of a mount")]
    [InlineData("toward", "\"rises\"", "what rises needs its 'limit'")]
    [InlineData("toward", "\"sideways\"", "must be one of Rises, Falls")]
    [InlineData("horizon_h", "0", "'horizon_h' must be more than 0")]
    [InlineData("critical_h", "4", "'critical_h' must be from 0 to 'horizon_h'")]
    [InlineData("share", "0.5", "'share' is a share of 'limit'")]
    [InlineData("summary", "\"{mount} is full\"", "nothing is called 'mount'")]
    [InlineData("horizon", "3", "unknown key 'horizon'")]
    public void A_broken_entry_is_told(string key, string value, string error) => Assert.Contains(Errors(Entry(key, value)), told => told.Contains(error, StringComparison.Ordinal));

    [Fact]
    public void No_detector_has_the_name_of_a_forecast() =>
        Assert.Contains(Errors(Entry("id", $"\"{PluginKnowledge.Load().Detectors[0].Id}\"")), told => told.Contains("is there 2 times", StringComparison.Ordinal));

    [Theory]
    [InlineData("system.filesystem.available")]
    [InlineData("system.filesystem.inodes.free")]
    [InlineData("system.memory.available")]
    [InlineData("system.swap.free")]
    [InlineData("network.conntrack.count")]
    [InlineData("system.files.allocated")]
    [InlineData("system.threads.count")]
    [InlineData("network.tcp.connections.busiest_peer")]
    public void What_runs_out_on_servers_is_foreseen(string metric) => Assert.Contains(PluginKnowledge.Load().Forecasts, forecast => forecast.Metric == metric);
}
