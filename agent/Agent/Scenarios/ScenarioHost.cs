using Kernward.Detection;
using Kernward.Execution;
using Kernward.Machine;

namespace Kernward.Scenarios;

/// <summary>Opens a scenario's recordings as a host that answers to accepted steps.</summary>
internal static class ScenarioHost
{
    /// <exception cref="CaptureException">A recording is missing or not intact.</exception>
    public static BranchingHost Open(string folder, Scenario scenario, ActuatorSet tunables) => new(
        CapturedHost.Open(Path.Combine(folder, "base.tar.gz")),
        () => CapturedHost.Open(Path.Combine(folder, "fixed.tar.gz")),
        host => scenario.Accept.Any(step => IsDone(step, host, tunables)));

    private static bool IsDone(AcceptedStep step, Host host, ActuatorSet tunables) =>
        Scopes(step, host).Any(scope => WindowValues.Number(tunables.Read(host, step.Tunable, scope)) is { } value && value >= step.Min && value <= step.Max);

    private static IEnumerable<string> Scopes(AcceptedStep step, Host host) => step.Scope.StartsWith('*')
        ? new Measurement.Sampler(host, Plugins.Sensors.SensorSet.Create()).Sample().Cgroups.Where(step.Matches)
        : [step.Scope];
}
