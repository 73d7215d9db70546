using System.CommandLine;
using System.Globalization;
using Kernward.Audit;
using Kernward.Domain;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward replay [CHANGE|N]</c>: detectors and policy run again on what was recorded, and must say the same.</summary>
internal static class ReplayCommand
{
    public static Command Create(GlobalOptions options)
    {
        var which = new Argument<string?>("WHICH") { Description = "a change's id (c7) or an entry's number; default: all rulings", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("replay", "run detectors and policy again on what was recorded, and compare") { which };
        return CommandLine.Add(command, options, run => Task.FromResult(Run(run, run.Flags.GetValue(which))));
    }

    private static int Run(CommandRun run, string? which)
    {
        // What was recorded is root's to read, and no model looks at it.
        run.KeepsRights = true;
        var place = run.Settings.Audit;
        var (report, rulings) = AuditFailures.Guarded(place, () => RecordedRulings.Read(place, run.Cancel));
        if (!report.IsIntact) throw new ProblemException(AuditFailures.Broken(report));
        var chosen = Chosen(rulings, which, report.Pruning);
        var replayer = new Replayer(new InputStore(place), run.Services.Tunables);
        var results = chosen.Select(ruling =>
        {
            run.Cancel.ThrowIfCancellationRequested();
            return AuditFailures.Guarded(place, () => replayer.Replay(ruling));
        }).ToList();
        // What was pruned is no loss to who asks for all; who asks for it by name is told.
        var there = which is null ? results.Where(result => !result.IsPruned).ToList() : results;
        var problem = ProblemOf(there);
        var summary = problem?.Message ?? Same(there.Count, results.Count - there.Count);
        var exitCode = problem?.ExitCode ?? (there.Any(result => !result.IsSame) ? ExitCodes.Findings : ExitCodes.Done);
        if (exitCode == ExitCodes.Findings) summary = Differing(there);
        if (run.Json) Console.Out.WriteLine(Json(results, summary, problem));
        else Print(run.Console, results, summary);
        return exitCode;
    }

    private static string Same(int same, int pruned)
    {
        var rest = pruned == 0 ? "" : $" Of {pruned} more, what they rested on was pruned.";
        return (same == 0 ? pruned == 0 ? "No ruling is recorded yet." : "No ruling can be replayed."
            : $"{same} ruling{(same == 1 ? "" : "s")} replayed: the same, objection by objection.") + rest;
    }

    private static IReadOnlyList<RecordedRulingEntry> Chosen(IReadOnlyList<RecordedRulingEntry> rulings, string? which, AuditPruning? pruning)
    {
        if (which is null) return rulings;
        var number = long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        var found = rulings.Where(ruling => ruling.Change == which || ruling.Entry.N == number).ToList();
        if (found.Count == 0 && pruning is not null && (number > 0 ? number < pruning.First : IsBefore(which, rulings)))
            throw new ProblemException("inputs-pruned", $"'{Shown.Safe(which)}' is no longer in the audit log: {pruning.Told}.",
                "Audit:KeepMb and Audit:KeepDays say how much is kept", ExitCodes.BadInput);
        return found.Count > 0 ? found : throw new ProblemException("no-ruling", $"No ruling is recorded for '{Shown.Safe(which)}'.",
            "`kernward replay` shows all; `kernward history` has the ids of changes", ExitCodes.BadInput);
    }

    /// <summary>Changes are numbered in their order: one older than all that are there has gone with what was pruned.</summary>
    private static bool IsBefore(string which, IReadOnlyList<RecordedRulingEntry> rulings) =>
        Number(which) is { } number && rulings.Select(ruling => Number(ruling.Change)).OfType<long>().DefaultIfEmpty(long.MaxValue).Min() > number;

    private static long? Number(string change) =>
        change.StartsWith('c') && long.TryParse(change.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static Problem? ProblemOf(IReadOnlyList<ReplayResult> results)
    {
        if (results.FirstOrDefault(result => result.Problem.Length > 0) is not { } lost) return null;
        var told = $"The ruling of entry {lost.Entry.Entry.N} cannot be replayed: {lost.Problem}.";
        return lost.IsPruned
            ? new Problem("inputs-pruned", told, "Audit:KeepMb and Audit:KeepDays say how much is kept", ExitCodes.BadInput)
            : new Problem("inputs-lost", told, "`kernward verify-audit` says what else is missing or altered", ExitCodes.BadInput);
    }

    private static string Differing(IReadOnlyList<ReplayResult> results)
    {
        var differing = results.Where(result => !result.IsSame).ToList();
        var knowledge = differing.Exists(result => !result.SameKnowledge) ? " The knowledge has changed since: another version of Kernward ruled then." : "";
        return $"{differing.Count} of {results.Count} ruling{(results.Count == 1 ? "" : "s")} would not be the same now.{knowledge}";
    }

    private static void Print(IAnsiConsole console, IReadOnlyList<ReplayResult> results, string summary)
    {
        foreach (var result in results)
        {
            var entry = result.Entry.Entry;
            var (word, colour) = result.IsPruned ? ("pruned", "dim") : result.Problem.Length > 0 ? ("lost", "red") : result.IsSame ? ("same", "green") : ("differs", "yellow");
            console.MarkupLine($"  {entry.N,6}  {entry.At.ToLocalTime():yyyy-MM-dd HH:mm:ss}  {(result.Entry.Change.Length > 0 ? Markup.Escape(result.Entry.Change) : "-"),-5}  "
                + $"{result.Ruling,-12}  [{colour}]{word,-7}[/]  " + Markup.Escape(Told(result)));
            foreach (var difference in result.Differences) console.MarkupLineInterpolated($"          {difference}");
        }
        console.MarkupLineInterpolated($"{summary}");
    }

    private static string Told(ReplayResult result) => result.Problem.Length > 0 ? result.Problem
        : $"{(result.Findings is { } count ? $"{count} finding{(count == 1 ? "" : "s")}" : "no observation recorded")}"
            + $"{(result.SameKnowledge ? "" : "; other knowledge")}: {result.Entry.Entry.Text("summary")}";

    private static string Json(IReadOnlyList<ReplayResult> results, string summary, Problem? problem)
    {
        using var envelope = new Envelope("replay", problem is null, summary);
        return envelope.With("replays", json =>
        {
            json.WriteStartArray();
            foreach (var result in results)
            {
                json.WriteStartObject();
                json.WriteNumber("n", result.Entry.Entry.N);
                json.WriteString("at", result.Entry.Entry.At);
                json.WriteString("change", result.Entry.Change);
                json.WriteString("ruling", result.Ruling);
                json.WriteBoolean("same", result.IsSame);
                json.WriteBoolean("same_knowledge", result.SameKnowledge);
                json.WriteStartArray("differences");
                foreach (var difference in result.Differences) json.WriteStringValue(difference);
                json.WriteEndArray();
                json.WriteString("problem", result.Problem);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }).Finish(problem is null ? [] : [problem.Hint], new Dictionary<string, double>(), problem);
    }
}
