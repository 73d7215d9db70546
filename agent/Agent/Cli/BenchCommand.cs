using System.CommandLine;
using Kernward.Benchmarking;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward bench [NAME...]</c>: the figures that the project holds itself to, each with its limit.</summary>
internal static class BenchCommand
{
    public static Command Create(GlobalOptions options)
    {
        var names = new Argument<string[]>("NAME") { Description = string.Join(" ", Benchmarks.Names), Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bench", "measure what Kernward costs on this machine, against its limits") { names };
        return CommandLine.Add(command, options, run => RunAsync(run, run.Flags.GetValue(names) ?? []));
    }

    private static async Task<int> RunAsync(CommandRun run, string[] names)
    {
        if (names.FirstOrDefault(name => !Benchmarks.Names.Contains(name)) is { } unknown)
            throw new ProblemException("usage", $"There is no benchmark {unknown}.", "there are: " + string.Join(", ", Benchmarks.Names), ExitCodes.Usage);
        var line = new ProgressLine(run.Console, "");
        var benchmarks = new Benchmarks(() => run.Services, name => line.Write($"… {name}"));
        var results = new List<BenchResult>();
        foreach (var name in Benchmarks.Names.Where(name => names.Length == 0 || names.Contains(name)))
            results.Add(await benchmarks.RunAsync(name, run.Cancel).ConfigureAwait(false));
        line.Write("");
        var failed = results.Count(result => !result.Pass);
        var summary = failed == 0 ? "Every figure is within its limit." : $"{failed} of {results.Count} figures are over their limit.";
        if (run.Json) WriteJson(results, summary, failed == 0);
        else WriteTable(run.Console, results, summary);
        return failed == 0 ? ExitCodes.Done : ExitCodes.Findings;
    }

    private static void WriteTable(IAnsiConsole console, List<BenchResult> results, string summary)
    {
        foreach (var result in results)
            console.MarkupLine($"{(result.Pass ? "[green]ok[/]  " : "[red]over[/]")} {result.Name,-16} [bold]{result.Value,9:0.##}[/] {result.Unit,-3} [dim]limit {result.Limit:0.##}[/]");
        console.MarkupLineInterpolated($"{summary}");
    }

    private static void WriteJson(List<BenchResult> results, string summary, bool ok)
    {
        using var envelope = new Envelope("bench", ok, summary);
        Console.Out.WriteLine(envelope.With("results", json =>
        {
            json.WriteStartArray();
            foreach (var result in results)
            {
                json.WriteStartObject();
                json.WriteString("name", result.Name);
                json.WriteNumber("value", result.Value);
                json.WriteString("unit", result.Unit);
                json.WriteNumber("limit", result.Limit);
                if (result.Peer is { } peer) json.WriteNumber("peer", peer);
                else json.WriteNull("peer");
                if (result.Ratio is { } ratio) json.WriteNumber("ratio", ratio);
                else json.WriteNull("ratio");
                json.WriteBoolean("pass", result.Pass);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }).Finish([], new Dictionary<string, double>(), null));
    }
}
