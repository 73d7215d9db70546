using System.Text.Json;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors;

/// <summary>metrics.json and the sensors say the same: detectors, explanations and the dashboard are built on the file.</summary>
public sealed class MetricCatalogueTests
{
    private static readonly List<Entry> Catalogue = Read();

    [Fact]
    public void Names_every_metric_that_a_sensor_produces()
    {
        var names = Catalogue.Select(entry => entry.Name).ToHashSet();
        Assert.Equal([], Snapshots().SelectMany(snapshot => snapshot.All).Select(pair => pair.Key.Name).Except(names));
    }

    [Fact]
    public void Names_no_metric_that_no_sensor_produces()
    {
        var produced = Snapshots().SelectMany(snapshot => snapshot.All).Select(pair => pair.Key.Name).ToHashSet();
        Assert.Equal([], Catalogue.Select(entry => entry.Name).Except(produced));
    }

    [Fact]
    public void Says_host_of_those_without_a_subject_and_of_no_others()
    {
        var onHost = Catalogue.Where(entry => entry.Subject == "host").Select(entry => entry.Name).ToHashSet();
        Assert.Empty(Snapshots().SelectMany(snapshot => snapshot.All)
            .Where(pair => onHost.Contains(pair.Key.Name) != (pair.Key.Subject.Length == 0)).Select(pair => pair.Key));
    }

    [Fact]
    public void Is_written_in_one_form()
    {
        Assert.All(Catalogue, entry =>
        {
            Assert.Matches("^[a-z0-9]+([._][a-z0-9]+)*$", entry.Name);
            Assert.Contains(entry.Kind, (string[])["counter", "gauge"]);
            Assert.Contains(entry.Subject, (string[])["host", "cpu", "device", "interface", "cgroup", "process", "mount", "sensor",
                "listener", "node", "zone", "cache", "irq", "event", "dimm", "thermal", "power"]);
            Assert.EndsWith(".", entry.Summary);
            Assert.False(entry.Path.StartsWith('/'));
        });
        Assert.Equal(Catalogue.Count, Catalogue.Select(entry => entry.Name).Distinct().Count());
    }

    [Fact]
    public void Calls_no_counter_what_falls_on_a_recorded_host()
    {
        var counters = Catalogue.Where(entry => entry.Kind == "counter").Select(entry => entry.Name).ToHashSet();
        var window = Window(Fixtures.Capture("busy-group"));
        foreach (var (key, last) in window.Last.All)
            if (counters.Contains(key.Name) && window.First.Get(key.Name, key.Subject) is { } first)
                Assert.True(last >= first, $"{key} fell from {first} to {last}");
    }

    private static SampleWindow Window(string capture) =>
        new Sampler(CapturedHost.Open(capture), SensorSet.Create()).WatchAsync(TimeSpan.FromSeconds(4), 4, default).Result;

    private static IEnumerable<MetricSnapshot> Snapshots() =>
    [
        new Sampler(Fixtures.Host("v2-database"), SensorSet.Create()).Sample(),
        new Sampler(Fixtures.Hardware("x86-64-eight-gpus"), SensorSet.Create()).Sample(),
        new Sampler(Fixtures.Hardware("x86-64-amd-intel"), SensorSet.Create()).Sample(),
        .. Window(Fixtures.Capture("idle")).Samples,
        .. Window(Fixtures.Capture("busy-group")).Samples,
        new Sampler(new LiveHost(TimeProvider.System), SensorSet.Create()).Sample(),
    ];

    private static List<Entry> Read()
    {
        using var stream = typeof(SensorSet).Assembly.GetManifestResourceStream("knowledge/metrics.json")!;
        return JsonSerializer.Deserialize<List<Entry>>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Entry(string Name, string Kind, string Unit, string Subject, string Path, string Summary);
}
