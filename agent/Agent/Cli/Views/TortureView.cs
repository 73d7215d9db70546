using System.Text.Json;
using Kernward.Torture;
using Spectre.Console;

namespace Kernward.Cli.Views;

/// <summary>What was done to it, and what was lost.</summary>
internal static class TortureView
{
    public static string Progress(Tally tally)
    {
        var victims = string.Join(", ", tally.ByVictim.Select(victim => $"{Word(victim.Key)} {victim.Value}"));
        var phases = string.Join(", ", tally.ByPhase.Select(phase => $"{Word(phase.Key)} {phase.Value}"));
        return $"… {tally.Kills} kills ({victims}; in {phases}), {tally.Faults} faults, {tally.Messages} messages, {tally.Files} files, {tally.Losses.Count} lost";
    }

    public static string Summary(Tally tally, bool finished)
    {
        var done = $"{tally.Kills} kills, {tally.Faults} faults, {tally.Messages} wrong messages and {tally.Files} broken files";
        var lost = tally.Losses.Count == 0 ? $"Nothing was lost by {done}" : $"{tally.Losses.Count} losses by {done}";
        var recovery = tally.Recoveries is { Count: > 0 } times ? $"; a fresh worker had settled everything after {Median(times):0} ms, {times[^1]:0} ms at the most" : "";
        return $"{(finished ? "" : "Stopped. ")}{lost}{recovery}.";
    }

    public static void Write(IAnsiConsole console, Tally tally, TortureOptions options, string noKernel, string summary)
    {
        if (noKernel.Length > 0)
            console.MarkupLineInterpolated($"[yellow]On trees of files only ({noKernel}). As root a part of it is on the real kernel, in a network namespace and a control group of its own.[/]");
        if (tally.Kills > 0) console.Write(Kills(console, tally));
        console.MarkupLineInterpolated($"[dim]{tally.Early} kills came before the answer, {tally.LeftChanged} left something to put right; {tally.KernelRounds} of {tally.Rounds} rounds on the real kernel; seed {options.Seed}[/]");
        foreach (var loss in tally.Losses) console.MarkupLineInterpolated($"[red]lost[/] {loss.What} [dim]({loss.Where})[/]");
        if (tally.Losses.Count > 0) console.MarkupLineInterpolated($"[dim]kernward torture --seed {options.Seed} --scene K shows a scene again[/]");
        console.MarkupLineInterpolated($"{summary}");
    }

    public static string Json(Tally tally, TortureOptions options, string summary)
    {
        using var envelope = new Envelope("torture", tally.Losses.Count == 0, summary);
        var numbers = new (string Key, double Value)[]
        {
            ("kills", tally.Kills), ("faults", tally.Faults), ("drift", tally.Losses.Count - tally.JournalErrors), ("journal_errors", tally.JournalErrors),
            ("seed", options.Seed), ("messages", tally.Messages), ("files", tally.Files), ("kills_early", tally.Early), ("kills_left_changed", tally.LeftChanged),
            ("rounds", tally.Rounds), ("rounds_on_kernel", tally.KernelRounds), ("recovery_ms_p50", Median(tally.Recoveries)), ("recovery_ms_max", Most(tally.Recoveries)),
        };
        foreach (var (key, value) in numbers) envelope.With(key, json => json.WriteNumberValue(Math.Round(value, 1)));
        return envelope.With("by_victim", json => Counts(json, tally.ByVictim.Select(victim => (Word(victim.Key), victim.Value))))
            .With("by_phase", json => Counts(json, tally.ByPhase.Select(phase => (Word(phase.Key), phase.Value))))
            .With("losses", tally.Losses.Select(loss => $"{loss.What} ({loss.Where})"))
            .Finish([], new Dictionary<string, double>(), null);
    }

    private static Table Kills(IAnsiConsole console, Tally tally)
    {
        var table = new Table().Border(console.Profile.Capabilities.Unicode ? TableBorder.Rounded : TableBorder.Ascii).AddColumn("killed in").AddColumn(new TableColumn("kills").RightAligned()).AddColumn("who")
            .AddColumn(new TableColumn("kills").RightAligned());
        var phases = tally.ByPhase.Select(phase => (Name: Word(phase.Key), phase.Value)).ToList();
        var victims = tally.ByVictim.Select(victim => (Name: Word(victim.Key), victim.Value)).ToList();
        for (var row = 0; row < Math.Max(phases.Count, victims.Count); row++)
        {
            var (phase, victim) = (phases.ElementAtOrDefault(row), victims.ElementAtOrDefault(row));
            table.AddRow(phase.Name ?? "", phase.Name is null ? "" : $"{phase.Value}", victim.Name ?? "", victim.Name is null ? "" : $"{victim.Value}");
        }
        return table;
    }

    private static double Median(IReadOnlyList<double> ascending) => ascending.Count == 0 ? 0 : ascending[ascending.Count / 2];

    private static double Most(IReadOnlyList<double> ascending) => ascending.Count == 0 ? 0 : ascending[^1];

    private static void Counts(Utf8JsonWriter json, IEnumerable<(string Name, int Count)> counts)
    {
        json.WriteStartObject();
        foreach (var (name, count) in counts) json.WriteNumber(name, count);
        json.WriteEndObject();
    }

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
