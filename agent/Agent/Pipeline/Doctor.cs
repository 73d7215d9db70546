using System.Diagnostics;
using System.Globalization;
using Kernward.Language;
using Kernward.Llama;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Worker;

namespace Kernward.Pipeline;

public enum CheckState { Fine, Limited, Broken }

/// <summary>One thing that was checked, in words.</summary>
public sealed record Check(string Name, CheckState State, string Text);

/// <summary>Looks at Kernward itself: what works here, what it costs, what it touches.</summary>
public static class Doctor
{
    public static async Task<IReadOnlyList<Check>> CheckAsync(AgentServices services, CancellationToken cancel) =>
    [
        HostCheck(services.Host),
        Knowledge(services),
        Sensors(services.Sampler),
        await ModelAsync(services, cancel).ConfigureAwait(false),
        Hands(services),
        await ManualAsync(services, cancel).ConfigureAwait(false),
        Files(services),
        Endpoints(services),
        Footprint(),
    ];

    private static Check HostCheck(Host host)
    {
        var identity = HostIdentity.Of(host);
        return new Check("host", CheckState.Fine, $"{Domain.Shown.Safe(identity.Name)}, Linux {Domain.Shown.Safe(identity.KernelRelease)}, {(host.IsLive ? "live" : "captured in " + host.Name)}");
    }

    private static Check Knowledge(AgentServices services) => new("knowledge", CheckState.Fine,
        $"{services.Knowledge.Tunables.Count} tunables ({services.Knowledge.Tunables.Count(tunable => IsHere(services, tunable))} of host and disks on this host), "
        + $"{services.Knowledge.Detectors.Count} detectors, {services.Knowledge.Profiles.Count} profiles, {services.Knowledge.Metrics.Count} metrics");

    private static bool IsHere(AgentServices services, Domain.Tunable tunable) => tunable.Kind == "block"
        ? services.Host.List("sys/block").Any(device => services.Tunables.Read(services.Host, tunable.Id, device) is not null)
        : services.Tunables.Read(services.Host, tunable.Id, "host") is not null;

    private static Check Sensors(Sampler sampler)
    {
        sampler.Sample();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var snapshot = sampler.Sample();
        var cost = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
        return snapshot.Failures.Count == 0
            ? new Check("sensors", CheckState.Fine, $"{snapshot.Count} readings, {cost.ToString("0.0", CultureInfo.InvariantCulture)} ms of CPU")
            : new Check("sensors", CheckState.Limited, string.Join("; ", snapshot.Failures.Select(failure => $"{failure.Key}: {Domain.Shown.Safe(failure.Value)}")));
    }

    private static async Task<Check> ModelAsync(AgentServices services, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var client = await services.Model.ClientAsync(cancel).ConfigureAwait(false);
            var loaded = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            return client is LlamaChatClient llama
                ? new Check("model", CheckState.Fine, $"{llama.Metadata.Text("general.name")} ({services.Model.Path}), loaded in {loaded:0} ms, runs in this process")
                : new Check("model", CheckState.Limited, $"{services.Settings.Model.Url}: your words leave this process");
        }
        catch (ProblemException e)
        {
            return new Check("model", CheckState.Broken, $"{e.Message} {e.Problem.Hint}");
        }
    }

    private static Check Hands(AgentServices services) => services.Host.IsLive && Environment.IsPrivilegedProcess
        ? new Check("hands", CheckState.Limited, "a worker of its own process changes the host; no sandbox around a plan in this version")
        : new Check("hands", CheckState.Limited, services.Host.IsLive ? "not root: this host can be read, not changed" : "a capture can be read, not changed");

    /// <summary>What other people and programs changed after Kernward; the journal that knows it is for root alone.</summary>
    private static async Task<Check> ManualAsync(AgentServices services, CancellationToken cancel)
    {
        if (!services.Host.IsLive || !Environment.IsPrivilegedProcess)
            return new Check("manual", CheckState.Limited, "what others changed after Kernward is in the journal, which only root can read");
        if (!File.Exists(Path.Combine(services.Settings.StateDirectory, "journal.db")))
            return new Check("manual", CheckState.Fine, "Kernward has set nothing here yet");
        try
        {
            await using var worker = await services.Kit.Worker(cancel).ConfigureAwait(false);
            var reply = await worker.HistoryAsync(1, cancel).ConfigureAwait(false);
            if (!reply.Ok) throw Pipeline.Hands.Refused(reply);
            return reply.Manual is { Count: > 0 } manual
                ? new Check("manual", CheckState.Limited, string.Join("; ", manual.Select(taken => $"{taken.Tunable} {taken.Told}")))
                : new Check("manual", CheckState.Fine, "nobody changed a value since Kernward set it");
        }
        catch (Exception e) when (e is ProblemException or WorkerException)
        {
            return new Check("manual", CheckState.Broken, e.Message);
        }
    }

    private static Check Files(AgentServices services) => new("files", CheckState.Fine,
        $"state in {services.Settings.StateDirectory}; settings from {string.Join(", ", services.Settings.Sources)}");

    private static Check Endpoints(AgentServices services) => services.Settings.Model.Url.Length > 0
        ? new Check("endpoints", CheckState.Limited, $"{services.Settings.Model.Url} (model); no other, none listened on")
        : new Check("endpoints", CheckState.Fine, "none: nothing leaves this machine, nothing is listened on");

    private static Check Footprint() => new("footprint", CheckState.Fine, $"{Units.Show(Environment.WorkingSet, "By")} resident now");
}
