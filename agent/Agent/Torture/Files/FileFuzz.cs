using Kernward.Detection;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins;
using Kernward.Plugins.Hardware;
using Kernward.Plugins.Sensors;
using Kernward.Settings;

namespace Kernward.Torture.Files;

/// <summary>
/// Every sensor, every detector and the inventory over hosts whose files are broken: nothing may crash or hang, and no reading
/// may be one that cannot be.
/// </summary>
internal sealed class FileFuzz(IReadOnlyList<Host> hosts, Tally tally, int seed)
{
    private const int HardwareEvery = 20, MostLosses = 100, MostRecordings = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), Between = TimeSpan.FromSeconds(1);

    /// <summary>Of the files that a round reads, how many are changed: all, which shows what parsers do, or few, which gets further.</summary>
    private static readonly double[] Shares = [1, 0.3, 0.05];

    private static readonly KnowledgeBase Known = PluginKnowledge.Load();
    private static readonly Plausible Plausible = new(Known);

    /// <summary>One more reader of each host, for tests of this class.</summary>
    internal Action<Host> Also { get; init; } = _ => { };

    /// <summary>What this machine shows now, and the recordings beside the program; one frame of each.</summary>
    public static IReadOnlyList<Host> HostsHere()
    {
        var recordings = new DirectoryInfo(Path.Combine(InstalledFiles.Folder, "evals", "scenarios"));
        var files = recordings.Exists ? recordings.GetFiles("base.tar.gz", SearchOption.AllDirectories) : [];
        return [Still(new LiveHost(TimeProvider.System)), .. files.OrderBy(file => file.FullName, StringComparer.Ordinal).Take(MostRecordings).Select(file => Still(CapturedHost.Open(file.FullName)))];
    }

    /// <summary>One frame of all that is read of a host, as it can be read again and again.</summary>
    public static Host Still(Host host)
    {
        var recording = new RecordingHost(host);
        var snapshot = new Sampler(recording, SensorSet.Create()).Sample();
        _ = new HardwareReader(Known).Read(recording);
        return new FrameHost(recording.TakeFrame(snapshot.At, snapshot.Time), host.Name);
    }

    public async Task RunAsync(int files, CancellationToken cancel)
    {
        for (var (read, round) = (0, 0); read < files && tally.Losses.Count < MostLosses; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var changed = await RoundAsync(round, cancel).ConfigureAwait(false);
            tally.Broke(changed);
            read += changed;
        }
    }

    private async Task<int> RoundAsync(int round, CancellationToken cancel)
    {
        var random = new Random(unchecked(seed * 1_000_003 + round));
        var inner = hosts[round % hosts.Count];
        var host = new BrokenHost(inner, random, Shares[random.Next(Shares.Length)]);
        var where = $"files: seed {seed}, round {round}, {inner.Name}";
        try
        {
            var wrong = await Task.Run(() => Look(host, withHardware: round % HardwareEvery == 0), cancel).WaitAsync(Patience, TimeProvider.System, cancel).ConfigureAwait(false);
            if (wrong.Length > 0) tally.Lost(new Loss(where, wrong + Culprit(inner, host, wrong)));
        }
        catch (TimeoutException)
        {
            tally.Lost(new Loss(where, "it hangs"));
        }
        return host.Changed;
    }

    /// <summary>What is wrong with what comes out; empty where nothing is.</summary>
    private string Look(Host host, bool withHardware)
    {
        try
        {
            var sampler = new Sampler(host, SensorSet.Create());
            var first = sampler.Sample();
            host.WaitAsync(Between, CancellationToken.None).GetAwaiter().GetResult();
            var window = new SampleWindow([first, sampler.Sample()]);
            _ = new DetectorEngine(Known, _ => null).Diagnose(window);
            Also(host);
            if (withHardware) _ = new HardwareReader(Known).Read(host);
            return window.Samples.Select(Plausible.WhatIsNot).FirstOrDefault(wrong => wrong.Length > 0) ?? "";
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"{e.GetType().Name}: {e.Message} at {e.StackTrace?.Split('\n')[0].Trim()}";
        }
    }

    /// <summary>The one file that is enough for it, if one is.</summary>
    private string Culprit(Host inner, BrokenHost host, string wrong)
    {
        var kind = wrong.Split([' ', ':'], 2)[0];
        var found = host.Read.FirstOrDefault(file => Look(new OneFileHost(inner, file.Key, file.Value), withHardware: true).StartsWith(kind, StringComparison.Ordinal));
        return found.Key is null ? "" : $" ({found.Key}: {Convert.ToBase64String(found.Value.AsSpan(0, Math.Min(found.Value.Length, 600)))})";
    }
}
