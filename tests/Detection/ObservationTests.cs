using System.Globalization;
using Kernward.Detection;
using Kernward.Knowledge;
using Kernward.Measurement;
using Kernward.Plugins;
using Kernward.Tests.Knowledge;

namespace Kernward.Tests.Detection;

/// <summary>What was seen, packed and unpacked, makes detectors say the same again.</summary>
public sealed class ObservationTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    private static Observation Packed(Diagnosis diagnosis) => ObservationText.Unpack(ObservationText.Pack(Observation.Of(diagnosis, Known))!);

    private static void AssertSame(Diagnosis diagnosis)
    {
        var again = Packed(diagnosis).Again(Known);
        Assert.Equivalent(diagnosis.Findings, again.Findings, strict: true);
        Assert.Equal(diagnosis.Evidence, again.Evidence);
    }

    [Theory]
    [MemberData(nameof(DetectorTests.Ids), MemberType = typeof(DetectorTests))]
    public void Every_detector_says_the_same_again(string id)
    {
        var diagnosis = new DetectorEngine(Known, _ => null).Diagnose(Scene.Window(Scenes.Healthy, Scenes.All[id]));
        Assert.Contains(diagnosis.Findings, finding => finding.Id == id);
        AssertSame(diagnosis);
    }

    [Fact]
    public void What_had_fired_before_is_part_of_it()
    {
        var engine = new DetectorEngine(Known, _ => null);
        engine.Diagnose(Scene.Window(Scenes.Healthy, "network.softnet.dropped +20"));
        var held = engine.Diagnose(Scene.Window(Scenes.Healthy, "network.softnet.dropped +5"));
        Assert.Contains(held.Findings, finding => finding.Id == "softnet-drops");
        AssertSame(held);
        Assert.DoesNotContain(new DetectorEngine(Known, _ => null).Diagnose(held.Window).Findings, finding => finding.Id == "softnet-drops");
    }

    [Fact]
    public void Tunables_that_detectors_read_are_part_of_it()
    {
        var engine = new DetectorEngine(Known, name => name.Length.ToString(CultureInfo.InvariantCulture));
        var diagnosis = engine.Diagnose(Scene.Window(Scenes.Healthy));
        var names = Known.Detectors.SelectMany(detector => detector.When).SelectMany(condition => condition.Value.Reads)
            .Where(read => read.Function == "tunable").Select(read => read.Argument).ToHashSet();
        Assert.Equal(names, Packed(diagnosis).Tunables.Keys.ToHashSet());
        Assert.All(Packed(diagnosis).Tunables, read => Assert.Equal(read.Key.Length.ToString(CultureInfo.InvariantCulture), read.Value));
    }

    /// <summary>A host with hundreds of groups, watched for seven samples.</summary>
    [Fact]
    public void It_is_small_also_on_a_busy_host_and_none_rather_than_half_of_one()
    {
        Assert.InRange(ObservationText.Pack(Busy(groups: 200))!.Length, 1, ObservationText.Longest * 3 / 4);
        Assert.Null(ObservationText.Pack(Busy(groups: 20_000)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==")]
    public void What_is_no_observation_is_said_to_be_none(string text) => Assert.Throws<FormatException>(() => ObservationText.Unpack(text));

    private static Observation Busy(int groups)
    {
        var random = new Random(1);
        var metrics = Known.Metrics.Where(metric => metric.Subject == "cgroup").Select(metric => metric.Name).ToList();
        var samples = Enumerable.Range(0, 7).Select(i =>
        {
            var builder = new SnapshotBuilder(groups * metrics.Count);
            for (var group = 0; group < groups; group++)
                foreach (var metric in metrics) builder.Add(metric, random.Next(1_000_000), $"/kubepods.slice/kubepods-pod{group:x8}.slice");
            return builder.Seal(TimeSpan.FromSeconds(i), DateTimeOffset.UnixEpoch);
        });
        return Observation.Of(new DetectorEngine(Known, _ => null).Diagnose(new SampleWindow([.. samples])), Known);
    }
}
