using System.CommandLine;
using Kernward.Domain;
using Kernward.History;
using Kernward.Measurement;
using Kernward.Pipeline;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary><c>kernward observe</c>: looks at the host once a second until it is stopped, and keeps what it sees.</summary>
internal static class ObserveCommand
{
    public static Command Create(GlobalOptions options)
    {
        var seconds = new Option<double?>("--seconds") { Description = "how long (default: until it is stopped)", HelpName = "N" };
        var command = new Command("observe", "keep the metrics of this host, so that diagnose can tell what is ahead and what changed") { seconds };
        return CommandLine.Add(command, options, run => RunAsync(run, run.Flags.GetValue(seconds)));
    }

    private static async Task<int> RunAsync(CommandRun run, double? seconds)
    {
        if (run.HostName != "live") throw new ProblemException("usage", "Only a live host is observed.", "leave out --host", ExitCodes.Usage);
        if (seconds is <= 0 or > 1e9) throw new ProblemException("usage", $"{seconds} s is no time to observe.", "1 to 1e9 seconds", ExitCodes.Usage);
        Rights.GiveHistory(run.Settings);
        var limits = new HistoryLimits { MostBytes = run.Settings.Observe.HistoryBytes };
        using var recorder = new HistoryRecorder(run.Services.Knowledge, limits, run.Services.Settings.HistoryDirectory, run.Services.Clock);
        recorder.Open();
        var observer = new Observer(run.Services.Sampler, recorder, () => Tunables(run.Services));
        using var until = CancellationTokenSource.CreateLinkedTokenSource(run.Cancel);
        if (seconds is { } time) until.CancelAfter(TimeSpan.FromSeconds(time));
        var (line, told) = (new ProgressLine(run.Console, ""), "");
        await observer.RunAsync(TimeSpan.FromSeconds(1), () =>
        {
            told = Tell(run, recorder, told);
            line.Write($"… observing: {observer.Samples} samples of {recorder.Series} series, {Units.Show(recorder.RingBytes, "By")} in memory");
        }, until.Token).ConfigureAwait(false);
        line.Write("");
        return Finish(run, observer, recorder);
    }

    /// <summary>A trouble is told when it begins and when it is over, not at every sample.</summary>
    private static string Tell(CommandRun run, HistoryRecorder recorder, string told)
    {
        var trouble = recorder.Trouble ?? recorder.Notice;
        if (trouble == told) return told;
        Console.Error.WriteLine("kernward: " + Shown.Safe(trouble.Length > 0 ? $"{trouble}; the last hour is kept in memory all the same" : "the history can be written again", 2000));
        return trouble;
    }

    private static int Finish(CommandRun run, Observer observer, HistoryRecorder recorder)
    {
        recorder.Dispose();
        var where = run.Services.Settings.HistoryDirectory;
        var summary = recorder.Trouble ?? $"{observer.Samples} samples of {recorder.Series} series are kept in {where}.";
        if (!run.Json) run.Console.MarkupLineInterpolated($"{Shown.Safe(summary, 2000)}");
        else
        {
            using var envelope = new Envelope("observe", recorder.Trouble is null, summary);
            Console.Out.WriteLine(envelope.With("samples", json => json.WriteNumberValue(observer.Samples)).With("series", json => json.WriteNumberValue(recorder.Series))
                .Finish(["kernward diagnose"], new Dictionary<string, double>(), null));
        }
        return recorder.Trouble is null ? ExitCodes.Done : ExitCodes.Unavailable;
    }

    /// <summary>The host's own tunables; those of groups and devices come and go with them.</summary>
    private static Dictionary<string, string> Tunables(AgentServices services)
    {
        var values = new Dictionary<string, string>();
        foreach (var tunable in services.Knowledge.Tunables.Where(tunable => tunable.Kind is "sysctl" or "sysfs"))
            if (services.Tunables.Read(services.Host, tunable.Id, "host") is { } value) values[tunable.Id] = value;
        return values;
    }
}
