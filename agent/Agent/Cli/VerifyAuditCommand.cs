using System.CommandLine;
using System.Diagnostics;
using Kernward.Audit;
using Kernward.Domain;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward verify-audit</c>: whether anything in the audit log was removed, altered, moved or put in, and where.</summary>
internal static class VerifyAuditCommand
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    public static Command Create(GlobalOptions options)
    {
        var anchor = new Option<string?>("--anchor")
        {
            Description = "heads to compare with too: an audit.head, or what journalctl -t kernward-audit -o json printed", HelpName = "FILE",
        };
        var command = new Command("verify-audit", "whether the audit log is as it was written, and where not") { anchor };
        return CommandLine.Add(command, options, run => Task.FromResult(Run(run, run.Flags.GetValue(anchor))));
    }

    private static int Run(CommandRun run, string? anchorFile)
    {
        var place = run.Settings.Audit;
        var started = Stopwatch.GetTimestamp();
        var line = new ProgressLine(run.Console, "reading the audit log");
        void Progress(double done)
        {
            if (Stopwatch.GetElapsedTime(started) > Quiet) line.Report(done);
        }
        var anchors = anchorFile is null ? [] : ReadAnchors(anchorFile, place);
        var report = AuditFailures.Guarded(place, () => AuditInspection.Inspect(place, anchors, Progress, run.Cancel));
        line.Write("");
        var problem = report.IsIntact ? null : AuditFailures.Broken(report);
        var summary = problem?.Message ?? Summary(report, place);
        if (run.Json) Console.Out.WriteLine(Json(report, place, summary, problem, Stopwatch.GetElapsedTime(started)));
        else Print(run.Console, report, summary, problem);
        return problem?.ExitCode ?? ExitCodes.Done;
    }

    private static IReadOnlyList<AuditHead> ReadAnchors(string file, AuditPlace place)
    {
        try
        {
            var heads = AuditAnchor.ReadAll(file, place);
            return heads.Count > 0 ? heads : throw new ProblemException("bad-anchor", $"{file} holds no head of the audit log {place.Log}.",
                "make it with journalctl -t kernward-audit -o json > FILE, or copy audit.head", ExitCodes.BadInput);
        }
        catch (FileNotFoundException)
        {
            throw new ProblemException("no-file", $"There is no file {file}.", "make it with journalctl -t kernward-audit -o json > FILE", ExitCodes.BadInput);
        }
    }

    private static string Summary(AuditReport report, AuditPlace place)
    {
        if (report.Entries == 0) return $"There is no audit log in {place.StateDirectory} yet: no worker has changed anything from there.";
        var torn = report.Torn == 0 ? "" : $"; {report.Torn} cut off by a loss of power, which is no fault";
        var anchored = report.Anchored == 0 ? "; no anchor was found, so that an end that is missing would not be noticed" : $", anchored up to {report.Anchored}";
        var pruned = report.Pruning is { } pruning ? $"; {pruning.Told}" : "";
        return $"Intact: {report.Entries} {(report.Entries == 1 ? "entry" : "entries")} in {report.Files} file{(report.Files == 1 ? "" : "s")}{anchored}{pruned}{torn}.";
    }

    private static void Print(IAnsiConsole console, AuditReport report, string summary, Problem? problem)
    {
        if (problem is null)
        {
            console.MarkupLineInterpolated($"{summary}");
            return;
        }
        Console.Error.WriteLine("kernward: " + problem.Message);
        foreach (var found in report.Breaks)
            console.MarkupLineInterpolated($"  {found.At.File}:{found.At.Line}  [red]{found.Fault.ToString().ToLowerInvariant(),-9}[/] {found.Text}");
        Console.Error.WriteLine(problem.Hint);
    }

    private static string Json(AuditReport report, AuditPlace place, string summary, Problem? problem, TimeSpan took)
    {
        using var envelope = new Envelope("verify-audit", problem is null, summary);
        return envelope.With("evidence", Evidence(report, place), AgentJson.Default.ListEvidence)
            .With("breaks", json =>
            {
                json.WriteStartArray();
                foreach (var found in report.Breaks)
                {
                    json.WriteStartObject();
                    json.WriteString("fault", found.Fault.ToString().ToLowerInvariant());
                    json.WriteString("file", found.At.File);
                    json.WriteNumber("line", found.At.Line);
                    json.WriteNumber("first", found.First);
                    json.WriteNumber("last", found.Last);
                    json.WriteString("text", found.Text);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            })
            .Finish(problem is null ? [] : [problem.Hint], new Dictionary<string, double> { ["verify"] = Math.Round(took.TotalMilliseconds, 1) }, problem);
    }

    private static List<Evidence> Evidence(AuditReport report, AuditPlace place) =>
    [
        new("e1", "kernward.audit.entries", report.Entries, "1", 0, 0, "agent", place.Log),
        new("e2", "kernward.audit.anchored", report.Anchored, "1", 0, 0, "agent", place.Anchor),
        new("e3", "kernward.audit.breaks", report.Breaks.Count, "1", 0, 0, "agent", place.Log),
        new("e4", "kernward.audit.first", report.Pruning?.First ?? 1, "1", 0, 0, "agent", place.Log),
    ];
}
