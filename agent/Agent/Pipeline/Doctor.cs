using System.Diagnostics;
using System.Globalization;
using Kernward.Language;
using Kernward.Llama;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Policy;

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
        Policy(services.Settings),
        Hands(services),
        Files(services),
        Endpoints(services),
        Footprint(),
    ];

    /// <summary>A broken policy is the operator's to correct; anything else that is broken, the installation's.</summary>
    public static int ExitCode(IReadOnlyList<Check> checks) =>
        checks.Any(check => check is { Name: "policy", State: CheckState.Broken }) ? ExitCodes.Configuration
        : checks.Any(check => check.State == CheckState.Broken) ? ExitCodes.Unavailable : ExitCodes.Done;

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

    private static Check Policy(Settings.AgentSettings settings)
    {
        if (settings.Policy.Broken is { Count: > 0 } errors)
            return new Check("policy", CheckState.Broken, $"nothing is changed before this is right: {string.Join("; ", errors)}");
        var path = settings.PolicyFile.Length > 0 ? settings.PolicyFile : PolicyFile.DefaultPath;
        var levels = settings.Policy.Autonomy;
        return new Check("policy", CheckState.Fine,
            $"{(Path.Exists(path) ? path : "built in")}: R1 {Word(levels.R1)}, R2 {Word(levels.R2)}, R3 {Word(levels.R3)}, R4 never");
    }

    private static string Word(AutonomyLevel level) => level.ToString().ToLowerInvariant();

    private static Check Hands(AgentServices services) => services.Host.IsLive && Environment.IsPrivilegedProcess
        ? new Check("hands", CheckState.Limited, "a worker of its own process changes the host; no sandbox around a plan in this version")
        : new Check("hands", CheckState.Limited, services.Host.IsLive ? "not root: this host can be read, not changed" : "a capture can be read, not changed");

    private static Check Files(AgentServices services) => new("files", CheckState.Fine,
        $"state in {services.Settings.StateDirectory}; settings from {string.Join(", ", services.Settings.Sources)}");

    private static Check Endpoints(AgentServices services) => services.Settings.Model.Url.Length > 0
        ? new Check("endpoints", CheckState.Limited, $"{services.Settings.Model.Url} (model); no other, none listened on")
        : new Check("endpoints", CheckState.Fine, "none: nothing leaves this machine, nothing is listened on");

    private static Check Footprint() => new("footprint", CheckState.Fine, $"{Units.Show(Environment.WorkingSet, "By")} resident now");
}
