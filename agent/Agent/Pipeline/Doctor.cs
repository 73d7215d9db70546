using System.Diagnostics;
using System.Globalization;
using Kernward.Confinement;
using Kernward.Language;
using Kernward.Llama;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Policy;
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
        Rights(),
        Policy(services.Settings),
        .. await HandsAsync(services, cancel).ConfigureAwait(false),
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
        var log = snapshot.Subjects("kernel.events").Any() ? "" : "; the kernel's log cannot be read";
        return snapshot.Failures.Count == 0
            ? new Check("sensors", CheckState.Fine, $"{snapshot.Count} readings, {cost.ToString("0.0", CultureInfo.InvariantCulture)} ms of CPU{log}")
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

    private static Check Rights()
    {
        var rights = Capabilities.Of("self");
        return rights.AreNone
            ? new Check("rights", CheckState.Fine, $"this process is user {rights.User}, has no capability, and cannot gain one")
            : new Check("rights", rights.User == 0 ? CheckState.Broken : CheckState.Limited, $"this process is user {rights.User}, with capabilities {rights.Capabilities:x}");
    }

    /// <summary>Every kind of sandbox is tried, not only looked for.</summary>
    private static async Task<IReadOnlyList<Check>> HandsAsync(AgentServices services, CancellationToken cancel)
    {
        try
        {
            await using var worker = await services.Kit.Worker(cancel).ConfigureAwait(false);
            var reply = await worker.ProbeAsync(cancel).ConfigureAwait(false);
            return reply.Hello is { } hello
                ? [Sandboxes(hello), Journal(reply.JournalDamage, services.Settings.Audit), Manual(reply.Manual ?? [])]
                : [new Check("hands", CheckState.Broken, reply.Error!.Message)];
        }
        catch (ProblemException e)
        {
            return [new Check("hands", CheckState.Limited, $"{e.Message} ({e.Problem.Hint})")];
        }
        catch (WorkerException e)
        {
            return [new Check("hands", CheckState.Broken, e.Message)];
        }
    }

    private static Check Sandboxes(WorkerHello hello)
    {
        var tried = hello.Sandboxes ?? [];
        var strongest = tried.FirstOrDefault(probe => probe.Problem.Length == 0)?.Level;
        var failed = string.Join("; ", tried.Where(probe => probe.Problem.Length > 0).Select(probe => $"no {probe.Level} ({Domain.Shown.Safe(probe.Problem, 200)})"));
        var text = $"a worker (pid {hello.Pid}) executes each plan in a child that can write that plan's files only: {strongest ?? "no sandbox"}; "
            + $"never in less than {hello.Sandbox}" + (failed.Length > 0 ? "; " + failed : "");
        return new Check("hands", strongest is null ? CheckState.Broken : failed.Length > 0 ? CheckState.Limited : CheckState.Fine, text);
    }

    private static Check Journal(string? damage, Audit.AuditPlace place) => damage is null
        ? new Check("journal", CheckState.Fine, $"in {place.StateDirectory}, no damage was noted; the audit log beside it is anchored in {place.AnchorDirectory}")
        : new Check("journal", CheckState.Broken, damage);

    /// <summary>What other people and programs changed after Kernward.</summary>
    private static Check Manual(IReadOnlyList<Execution.ManualTunable> manual) => manual.Count == 0
        ? new Check("manual", CheckState.Fine, "nobody changed a value since Kernward set it")
        : new Check("manual", CheckState.Limited, string.Join("; ", manual.Select(taken => $"{taken.Tunable} {taken.Told}")));
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

    private static Check Files(AgentServices services) => new("files", CheckState.Fine,
        $"state in {services.Settings.StateDirectory}; history in {services.Settings.HistoryDirectory}; settings from {string.Join(", ", services.Settings.Sources)}");

    private static Check Endpoints(AgentServices services) => services.Settings.Model.Url.Length > 0
        ? new Check("endpoints", CheckState.Limited, $"{services.Settings.Model.Url} (model); no other, none listened on")
        : new Check("endpoints", CheckState.Fine, "none: nothing leaves this machine, nothing is listened on");

    private static Check Footprint() => new("footprint", CheckState.Fine, $"{Units.Show(Environment.WorkingSet, "By")} resident now");
}
