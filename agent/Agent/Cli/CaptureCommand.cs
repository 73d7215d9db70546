using System.CommandLine;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Pipeline;
using Kernward.Plugins.Hardware;
using Kernward.Plugins.Sensors;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward capture --out FILE</c>: the raw files that the sensors read, frame by frame.</summary>
internal static class CaptureCommand
{
    private const int MostFrames = 3600;

    public static Command Create(GlobalOptions options)
    {
        var output = new Option<string>("--out") { Description = "file to make (.tar.gz)", HelpName = "FILE", Required = true };
        var seconds = new Option<double>("--seconds") { Description = "how long", HelpName = "N", DefaultValueFactory = _ => 10 };
        var interval = new Option<double>("--interval") { Description = "seconds between frames", HelpName = "S", DefaultValueFactory = _ => 1 };
        var arguments = new Option<bool>("--with-arguments") { Description = "whole command lines, not only program names (they can hold secrets)" };
        var command = new Command("capture", "record what the sensors read, to look at later or elsewhere") { output, seconds, interval, arguments };
        return CommandLine.Add(command, options, async run =>
        {
            run.KeepsRights = true;
            var plan = new Recording(run.Flags.GetValue(output)!, run.Flags.GetValue(seconds), run.Flags.GetValue(interval), run.Flags.GetValue(arguments));
            var frames = await RecordAsync(run, plan).ConfigureAwait(false);
            var size = new FileInfo(plan.File).Length;
            var summary = $"{frames} frame{(frames == 1 ? "" : "s")} in {plan.File} ({Units.Show(size, "By")})";
            if (!run.Json) run.Console.MarkupLineInterpolated($"{summary}\n[dim]kernward diagnose --host {plan.File}[/]");
            else
            {
                using var envelope = new Envelope("capture", true, summary);
                Console.Out.WriteLine(envelope.Finish([$"kernward diagnose --host {plan.File}"], new Dictionary<string, double>(), null));
            }
            return ExitCodes.Done;
        });
    }

    private sealed record Recording(string File, double Seconds, double Interval, bool WithArguments);

    private static async Task<int> RecordAsync(CommandRun run, Recording plan)
    {
        var frames = plan.Interval > 0 ? (int)Math.Ceiling(plan.Seconds / plan.Interval) + 1 : 0;
        if (plan.Interval is < 0.05 or > 3600 || plan.Seconds is < 0 or > 86400 || frames > MostFrames)
            throw new ProblemException("bad-interval", $"An interval of {plan.Interval} s over {plan.Seconds} s cannot be recorded.",
                $"0.05 s to 3600 s apart, {MostFrames} frames at the most", ExitCodes.Usage);
        var (host, taken) = (new RecordingHost(run.Services.Host, plan.WithArguments), 0);
        var progress = new ProgressLine(run.Console, "recording");
        void Note(MetricSnapshot snapshot)
        {
            TunableReading.ReadAll(host, run.Services.Tunables, snapshot);
            // Once: what the machine is made of does not change while it is recorded.
            if (taken == 0) new HardwareReader(run.Services.Knowledge).Read(host);
            progress.Report((double)++taken / frames);
        }
        var writer = await CaptureRecorder.RecordAsync(host, SensorSet.Create(), TimeSpan.FromSeconds(plan.Seconds),
            TimeSpan.FromSeconds(plan.Interval), run.Cancel, Note).ConfigureAwait(false);
        writer.Save(plan.File);
        return writer.Frames;
    }
}
