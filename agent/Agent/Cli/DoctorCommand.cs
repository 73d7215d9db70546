using System.CommandLine;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward doctor</c>: what works here, what does not and why, and everything that Kernward touches.</summary>
internal static class DoctorCommand
{
    public static Command Create(GlobalOptions options) => CommandLine.Add(
        new Command("doctor", "self-check: model, sensors, hands, footprint, endpoints and files"), options, RunAsync);

    private static async Task<int> RunAsync(CommandRun run)
    {
        run.NeedsHands = true;
        var checks = await Doctor.CheckAsync(run.Services, run.Cancel).ConfigureAwait(false);
        var failed = checks.Count(check => check.State == CheckState.Broken);
        var summary = failed == 0 ? "Everything that is needed works." : $"{failed} of {checks.Count} checks failed.";
        if (run.Json)
        {
            using var envelope = new Envelope("doctor", failed == 0, summary);
            Console.Out.WriteLine(envelope.With("checks", json =>
            {
                json.WriteStartArray();
                foreach (var check in checks)
                {
                    json.WriteStartObject();
                    json.WriteString("name", check.Name);
                    json.WriteString("state", check.State.ToString().ToLowerInvariant());
                    json.WriteString("text", check.Text);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }).Finish([], new Dictionary<string, double>(), null));
        }
        else
        {
            foreach (var check in checks)
                run.Console.MarkupLine($"{Mark(check.State)} [bold]{Markup.Escape(check.Name),-9}[/] {Markup.Escape(check.Text)}");
            run.Console.MarkupLineInterpolated($"{summary}");
        }
        return Doctor.ExitCode(checks);
    }

    private static string Mark(CheckState state) => state switch
    {
        CheckState.Fine => "[green]ok[/]  ",
        CheckState.Limited => "[yellow]note[/]",
        _ => "[red]bad[/] ",
    };
}
