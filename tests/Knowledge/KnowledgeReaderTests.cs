using System.Text;
using Kernward.Knowledge;

namespace Kernward.Tests.Knowledge;

public sealed class KnowledgeReaderTests
{
    private const string Metrics = """[{ "name": "m", "kind": "gauge", "path": "proc/m", "summary": "A metric." }]""";
    private const string Tunable =
        """{ "id": "t", "kind": "sysctl", "summary": "s", "value": { "type": "int", "min": 0, "max": 9 }, "risk": "R1", "resource": "memory", "why": "w", "source": "x" }""";
    private const string Refused =
        """{ "id": "r4", "kind": "sysctl", "summary": "s", "value": { "type": "choice", "choices": ["a"] }, "risk": "R4", "resource": "memory", "why": "w", "source": "x" }""";
    private const string Choice =
        """{ "id": "c", "kind": "sysfs", "summary": "s", "value": { "type": "choice", "choices": ["a", "b"] }, "risk": "R2", "resource": "memory", "why": "w", "source": "x" }""";
    private const string Detector =
        """
        { "id": "d", "incident": "M01", "class": "tune", "severity": "warning", "subject": "host", "summary": "s", "why": "w",
          "when": [{ "metric": "m", "value": "last(m)", "above": 1 }], "remedies": [{ "tunable": "t", "to": "current + 1", "why": "w" }], "source": "x" }
        """;

    private static string Cause(string cause, string symptom) => $$"""{ "cause": "{{cause}}", "symptom": "{{symptom}}", "on": "any", "why": "w" }""";

    [Fact]
    public void Reads_what_is_right()
    {
        var known = Read(("detectors.json", $"[{Detector}]"));
        Assert.Equal("t", Assert.Single(known.Detectors).Remedies[0].Tunable);
        Assert.Equal(9, known.Tunable("t")!.Value.Max);
        Assert.Null(known.Tunable("u"));
    }

    [Fact]
    public void Allows_comments_and_trailing_commas() =>
        Assert.Single(Read(("profiles.json", """[ { "id": "p", "workloads": ["web"], "summary": "s", "settings": [], }, /* why */ ]""")).Profiles);

    public static TheoryData<string, string, string> Faults => new()
    {
        { "tunables/x.json", "nonsense", "not JSON" },
        { "tunables/x.json", "{}", "must be an array" },
        { "tunables/x.json", "[3]", "must be an object" },
        { "riddles.json", "[{}]", "no such kind of knowledge" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\"").Replace("\"why\": \"w\", ", ""), "'why' is missing" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"\""), "'id' is empty" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": 7"), "'id' must be a text" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\", \"factor\": 2"), "unknown key 'factor'" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\", \"max_factor\": \"2\""), "'max_factor' must be a number" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\", \"aliases\": \"v\""), "'aliases' must be an array of texts" },
        { "tunables/x.json", Tunable.Replace("sysctl", "registry"), "'kind' is 'registry'" },
        { "tunables/x.json", Tunable.Replace("R1", "R9"), "'risk' is 'R9'" },
        { "tunables/x.json", Tunable.Replace(", \"max\": 9", ""), "'min' and 'max' are needed" },
        { "tunables/x.json", Choice.Replace("\"a\", \"b\"", ""), "'choices' is needed" },
        { "tunables/x.json", Tunable.Replace("\"max\": 9", "\"max\": 9, \"step\": 1"), "unknown key 'step'" },
        { "tunables/x.json", Tunable, "tunable 't' is there 2 times" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\", \"signals\": [\"n\"]"), "unknown metric 'n'" },
        { "detectors.json", Detector.Replace("last(m)", "last(m"), "')' expected" },
        { "detectors.json", Detector.Replace("\"above\": 1", "\"above\": 1, \"window_s\": -3"), "'window_s' is negative" },
        { "detectors.json", Detector.Replace("\"source\"", "\"refuted_by\": [{ \"metric\": \"m\", \"value\": \"last(m)\", \"above\": 1 }], \"source\""), "'why' is missing" },
        { "detectors.json", Detector.Replace("\"source\"", "\"refuted_by\": [{ \"metric\": \"n\", \"value\": \"1\", \"above\": 1, \"why\": \"w\" }], \"source\""), "unknown metric 'n'" },
        { "causes.json", Cause("d", "x"), "unknown detector 'x'" },
        { "causes.json", Cause("x", "d"), "unknown detector 'x'" },
        { "causes.json", Cause("d", "d"), "brings itself about" },
        { "causes.json", Cause("d", "d").Replace("any", "culprit"), "the symptom names none" },
        { "causes.json", Cause("d", "d").Replace("any", "fate"), "'on' is 'fate'" },
        { "causes.json", Cause("d", "d") + ", " + Cause("d", "d"), "is there 2 times" },
        { "loads.json", """{ "id": "l", "label": "l", "metric": "n", "share": "1", "word": "w" }""", "unknown metric 'n'" },
        { "loads.json", """{ "id": "l", "label": "l", "metric": "m", "share": "last(n)", "word": "w" }""", "unknown metric 'n'" },
        { "loads.json", """{ "id": "l", "label": "l", "metric": "m", "word": "w" }""", "'share' is missing" },
        { "detectors.json", Detector.Replace("last(m)", "last(n)"), "unknown metric 'n'" },
        { "detectors.json", Detector.Replace("last(m)", "first(m)"), "unknown function 'first'" },
        { "detectors.json", Detector.Replace("last(m)", "tunable(u)"), "unknown tunable 'u'" },
        { "detectors.json", Detector.Replace("current + 1", "presently + 1"), "unknown name 'presently'" },
        { "detectors.json", Detector.Replace("\"metric\": \"m\"", "\"metric\": \"n\""), "unknown metric 'n'" },
        { "detectors.json", Detector.Replace("\"above\": 1", "\"above\": 1, \"below\": 2"), "one of 'above' and 'below' is needed" },
        { "detectors.json", Detector.Replace(", \"above\": 1", ""), "one of 'above' and 'below' is needed" },
        { "detectors.json", Detector.Replace("{ \"metric\": \"m\", \"value\": \"last(m)\", \"above\": 1 }", ""), "'when' is empty" },
        { "detectors.json", Detector.Replace("\"class\": \"tune\"", "\"class\": \"hand-over\""), "remedies are for the classes tune and reallocate" },
        { "detectors.json", Detector.Replace("{ \"tunable\": \"t\", \"to\": \"current + 1\", \"why\": \"w\" }", ""), "remedies are for the classes tune and reallocate" },
        { "detectors.json", Detector.Replace("\"tunable\": \"t\"", "\"tunable\": \"u\""), "unknown tunable 'u'" },
        { "detectors.json", Detector.Replace("\"tunable\": \"t\"", "\"tunable\": \"r4\""), "'r4' is R4 and is never written" },
        { "detectors.json", Detector.Replace("\"tunable\": \"t\", \"to\": \"current + 1\"", "\"tunable\": \"c\", \"word\": \"z\""), "'z' is no choice of 'c'" },
        { "detectors.json", Detector.Replace("\"to\": \"current + 1\", ", ""), "one of 'to' and 'word' is needed" },
        { "detectors.json", Detector.Replace("\"tunable\": \"t\"", "\"tunable\": \"t\", \"scope\": \"culprit\""), "no 'culprit'" },
        { "detectors.json", Detector.Replace("\"tunable\": \"t\"", "\"tunable\": \"t\", \"scope\": \"moon\""), "'scope' is 'moon'" },
        { "detectors.json", Detector.Replace("\"why\": \"w\" }", "\"why\": \"w\", \"expect\": { \"metric\": \"n\", \"relation\": \"below\", \"value\": 1 } }"), "unknown metric 'n'" },
        { "detectors.json", Detector.Replace("\"why\": \"w\" }", "\"why\": \"w\", \"expect\": { \"metric\": \"m\", \"relation\": \"near\" } }"), "'value' is missing" },
        { "detectors.json", Detector.Replace("\"subject\": \"host\"", "\"subject\": \"planet\""), "'subject' is 'planet'" },
        { "profiles.json", """{ "id": "p", "workloads": ["web"], "summary": "s", "settings": [{ "tunable": "u", "to": "1", "why": "w", "source": "x" }] }""", "unknown tunable 'u'" },
        { "profiles.json", """{ "id": "p", "workloads": ["web"], "summary": "s", "settings": [{ "tunable": "t", "to": "1", "if": "last(n)", "why": "w", "source": "x" }] }""", "unknown metric 'n'" },
        { "allocations.json", """{ "resource": "cpu", "relation": "more", "tunable": "t", "to": "share", "why": "w" }""", "unknown name 'share'" },
        { "allocations.json", """{ "resource": "cpu", "relation": "more", "tunable": "t", "other_to": "share", "why": "w" }""", "unknown name 'share'" },
        { "constraints.json", """{ "id": "x", "kind": "chain", "order": ["t", "u"], "why": "w" }""", "constraint x: unknown tunable 'u'" },
        { "constraints.json", """{ "id": "x", "kind": "chain", "order": [], "why": "w" }""", "'order' needs 1 or more" },
        { "constraints.json", """{ "id": "x", "kind": "riddle", "why": "w" }""", "'kind' is 'riddle'" },
        { "constraints.json", """{ "id": "x", "kind": "bound", "tunable": "t", "why": "w" }""", "'least' or 'most' is needed" },
        { "constraints.json", """{ "id": "x", "kind": "bound", "tunable": "t", "most": "luck * 2", "why": "w" }""", "unknown name 'luck'" },
        { "constraints.json", """{ "id": "x", "kind": "bound", "tunable": "t", "most": "last(m)", "why": "w" }""", "a constraint reads tunables, not 'last'" },
        { "constraints.json", """{ "id": "x", "kind": "bound", "tunable": "t", "most": "tunable(u)", "why": "w" }""", "unknown tunable 'u'" },
        { "constraints.json", """{ "id": "x", "kind": "sum", "tunable": "t", "why": "w" }""", "'most' is missing" },
        { "constraints.json", """{ "id": "x", "kind": "share", "tunable": "t", "why": "w" }""", "'factor' must be a number from 1" },
        { "constraints.json", """{ "id": "x", "kind": "listed", "tunable": "t", "file": "/etc/x", "why": "w" }""", "it must be a path below the root" },
        { "constraints.json", """{ "id": "x", "kind": "apart", "any": ["t"], "why": "w" }""", "'any' needs 2 or more" },
        { "constraints.json", """{ "id": "x", "kind": "need", "tunable": "t", "values": ["1"], "to_be": ["1"], "why": "w" }""", "'needs' is missing" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"cgroup.u\"").Replace("sysctl", "cgroup"), "'starves' is needed" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\", \"starves\": \"sideways\""), "'starves' is 'sideways'" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\", \"path\": \"proc/sys/r4\""), "u: its file is that of r4, which is never written" },
        { "tunables/x.json", Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\", \"path\": \"proc/{scope}/r4\""), "u: its file is that of r4, which is never written" },
        { "metrics.json", """{ "name": "m", "kind": "gauge", "path": "p", "summary": "s" }""", "metric 'm' is there 2 times" },
        { "metrics.json", """{ "name": "n", "kind": "thing", "path": "p", "summary": "s" }""", "'kind' is 'thing'" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Reports_each_kind_of_error(string file, string content, string expected)
    {
        var isWhole = content is "nonsense" or "{}" || content[0] == '[';
        var errors = Assert.Throws<KnowledgeException>(() => Read((file, isWhole ? content : $"[{content}]"))).Errors;
        Assert.Contains(errors, error => error.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Reports_all_errors_of_all_files_at_once()
    {
        var errors = Assert.Throws<KnowledgeException>(() => Read(
            ("tunables/a.json", "nonsense"),
            ("tunables/b.json", $"[{Tunable.Replace("\"id\": \"t\"", "\"id\": \"u\", \"a\": 1, \"b\": 2").Replace("R1", "R9")}]"),
            ("detectors.json", $"[{Detector.Replace("last(m)", "last(n) + gone")}]"))).Errors;
        string[] expected = ["tunables/a.json", "'a'", "'b'", "R9", "unknown metric 'n'", "unknown name 'gone'"];
        Assert.All(expected, text => Assert.Contains(errors, error => error.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public void Says_where_an_error_stands()
    {
        var error = Assert.Single(Assert.Throws<KnowledgeException>(() => Read(("detectors.json", $"[{Detector.Replace("\"to\": \"current + 1\"", "\"to\": \"(1\"")}]"))).Errors,
            error => error.Contains("')'", StringComparison.Ordinal));
        Assert.StartsWith("detectors.json: d: remedies[0]", error);
    }

    private static KnowledgeBase Read(params (string Name, string Content)[] files) => KnowledgeReader.Read(
        files.Concat(files.Any(file => file.Name == "causes.json") ? [("detectors.json", $"[{Detector}]")] : [])
            .Prepend(("tunables/base.json", $"[{Tunable}, {Refused}, {Choice}]")).Prepend(("metrics.json", Metrics))
            .Select(file => (file.Item1, Encoding.UTF8.GetBytes(file.Item2))));
}
