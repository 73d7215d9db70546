using Kernward.Detection;
using Kernward.Domain;
using Kernward.Forecasting;
using Kernward.History;
using Kernward.History.Changes;
using Kernward.Knowledge;
using Kernward.Measurement;
using Kernward.Plugins;
using Kernward.Tests.History;
using Kernward.Tests.Support;

namespace Kernward.Tests.Forecasting;

/// <summary>A history, a diagnosis, and what the one says about the other.</summary>
public sealed class OutlookTests : IDisposable
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();
    private const int Length = 2 * 3600;
    private readonly TemporaryDirectory _place = new();

    public void Dispose() => _place.Dispose();

    private static (string, string, double)[] At(int second) =>
    [
        ("system.filesystem.available", "/var", (Length * 2.0 - second) * 1e6), ("system.filesystem.limit", "/var", 1e12),
        ("system.filesystem.available", "/", 5e9), ("system.memory.available", "", 4e9 + second % 60 * 1e6), ("system.memory.total", "", 8e9),
        ("network.tcp.listen_overflows", "", Math.Max(0, second - (Length - 1200)) * 140.0),
    ];

    private Diagnosis Diagnose()
    {
        using (var recorder = new HistoryRecorder(Known, new HistoryLimits { MostSeries = 50 }, _place.Path, TimeProvider.System))
            for (var i = 0; i < Length; i++) recorder.Add(Seen.Sample(i, Seen.Start + i, At(i)));
        var window = new SampleWindow([Seen.Sample(Length - 10, Seen.Start + Length - 10, At(Length - 10)), Seen.Sample(Length, Seen.Start + Length, At(Length))]);
        var detector = Known.Detectors.First(detector => detector.Incident == "N01");
        var evidence = new Evidence("e1", "network.tcp.listen_overflows", 140, "1/s", 1, 10, "kernel", "/proc/net/netstat");
        return new Diagnosis(window, [new Detected(new Finding(detector.Id, "N01", Severity.Warning, FindingClass.Tune,
            new FindingSubject("host", "host", "host"), window.First.Time, ["e1"], "why"), detector, "", "")], [evidence]);
    }

    private Outlook Find(Diagnosis diagnosis, double later = 0, params HistoryEvent[] own)
    {
        using var query = new HistoryQuery(HistoryReader.TryOpen(_place.Path, out _));
        var now = Seen.Start + Length + later;
        return new OutlookFinder(Known, query, new ChangeFinder(new MemoryHost(), query.Reader, TimeZoneInfo.Utc), now).Find(diagnosis, own);
    }

    [Fact]
    public void What_runs_out_is_a_finding_with_its_time_and_advice()
    {
        var seen = Diagnose();
        var prospect = Assert.Single(Find(seen).Ahead);
        Assert.Equal(("space-ahead", "/var", Severity.Critical), (prospect.Id, prospect.Subject, prospect.Severity));
        Assert.InRange(prospect.When.Expected, Length * 0.9, Length * 1.1);
        var with = ProspectFindings.With(seen, [prospect], Known);
        var finding = with.Findings.Single(found => found.Id == "space-ahead");
        Assert.Equal(("F01", "/var"), (finding.Incident, finding.Subject.Name));
        Assert.Contains("in about 2 h (", finding.Why, StringComparison.Ordinal);
        Assert.Equal("system.filesystem.available", with.Evidence.Single(evidence => evidence.Id == finding.Evidence[0]).Metric);
        Assert.Equal(seen.Findings.Count + 1, with.Findings.Count);
    }

    [Fact]
    public void All_else_that_was_seen_stays_and_symptoms_stay_behind_their_causes()
    {
        var first = Diagnose() with { LookedAt = new LookedAt(1, 2, 3, 4, 5, 6), Loads = [new Load("cpu", "CPUs", "", 0.5, "half")] };
        var causation = Known.Causes[0];
        Detected Made(string id, Severity severity) => first.Detected[0] with
        {
            Detector = Known.Detectors.Single(detector => detector.Id == id),
            Finding = first.Detected[0].Finding with { Id = id, Severity = severity },
        };
        var seen = first with { Detected = CauseTree.Of([Made(causation.Symptom, Severity.Critical), Made(causation.Cause, Severity.Info)], Known.Causes) };
        var prospect = Find(seen).Ahead[0];
        var with = ProspectFindings.With(seen, [prospect], Known);
        Assert.Equal([prospect.Id, causation.Cause, causation.Symptom], with.Findings.Select(finding => finding.Id));
        Assert.Equal((seen.LookedAt, seen.Loads), (with.LookedAt, with.Loads));
        Assert.Same(seen, ProspectFindings.With(seen, [], Known));
    }

    [Fact]
    public void The_evidence_shows_its_hour_and_when_it_began_and_what_changed_before()
    {
        var seen = Diagnose();
        var (before, longBefore) = (Event(Length - 1300, "c7"), Event(Length - 1200 - 2 * 3600, "c1"));
        var outlook = Find(seen, 0, longBefore, before);
        var past = Assert.Single(outlook.Past, past => past.Metric.Name == "network.tcp.listen_overflows");
        Assert.InRange(past.Began!.At, Seen.Start + Length - 1330, Seen.Start + Length - 1070);
        Assert.Equal((0, 140), (past.Began.Before, past.Began.After));
        Assert.Equal((0, 140), (past.LastHour[5], past.LastHour[55]));
        Assert.Contains(before, outlook.Changes);
        Assert.DoesNotContain(longBefore, outlook.Changes);
    }

    [Fact]
    public void A_history_that_ended_says_so_and_foresees_nothing()
    {
        var outlook = Find(Diagnose(), later: 3 * 3600);
        Assert.Contains("ended 3 h ago", outlook.Note, StringComparison.Ordinal);
        Assert.Empty(outlook.Ahead);
    }

    [Fact]
    public void What_a_detector_has_found_already_is_no_second_finding()
    {
        var seen = Diagnose();
        var prospect = Find(seen).Ahead[0] with { Subject = "" };
        var here = prospect with { Entry = prospect.Entry with { Incident = seen.Findings[0].Incident } };
        Assert.Equal(seen.Findings.Count, ProspectFindings.With(seen, [here], Known).Findings.Count);
    }

    [Theory]
    [InlineData(3 * 3600, 2.2 * 3600, 5 * 3600, "in about 3 h (2 h 10 min to 5 h)")]
    [InlineData(40, 20, 200, "in about less than a minute (less than a minute to 3 min)")]
    [InlineData(50 * 3600, 30 * 3600, double.PositiveInfinity, "in about 2 d (1 d 6 h or not at all)")]
    public void Times_to_come_are_told_as_well_as_they_are_known(double expected, double earliest, double latest, string text) =>
        Assert.Equal(text, ProspectFindings.When(new Exhaustion(expected, earliest, latest, "", TimeSpan.Zero, 1)));

    private static HistoryEvent Event(int second, string what) => new(DateTimeOffset.FromUnixTimeSeconds(Seen.Start + second), "change", what);
}
