using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Knowledge;

/// <summary>Each tunable against the kernel that runs the tests: there, readable, understood and in its range, or absent for a reason that is known.</summary>
public sealed class TunablesOfThisKernelTests
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();
    private static readonly ActuatorSet Actuators = new(Known, ActuatorList.Create());
    private static readonly Host Live = new LiveHost(TimeProvider.System);
    private static readonly string Release = HostIdentity.Of(Live).KernelRelease;
    private static readonly Lazy<IReadOnlyList<string>> Groups =
        new(() => [.. new Sampler(Live, SensorSet.Create()).Sample().Cgroups.Where(group => group != "/").Take(20)]);

    public static TheoryData<string> Names() => [.. Known.Tunables.Select(tunable => tunable.Id)];

    [RootTheory]
    [MemberData(nameof(Names))]
    public void Is_there_and_in_its_range_or_absent_for_a_known_reason(string name)
    {
        var tunable = Known.Tunable(name)!;
        var scopes = ScopesOf(tunable);
        var values = scopes.Select(scope => Actuators.Read(Live, name, scope)).OfType<string>().ToList();
        if (values.Count == 0) Assert.True(scopes.Count == 0 || tunable.WhyAbsent(Release).Length > 0, $"{name} is not on Linux {Release}, and nothing says why");
        else Assert.Equal("", tunable.Kernels.WhyAbsent(KernelVersion.Parse(Release)!.Value));
        Assert.All(values, value => Assert.Equal("", WhatIsWrong(tunable, value)));
    }

    /// <summary>A range is what Kernward may set: what is never written, and what is refused by name, is not in it.</summary>
    private static string WhatIsWrong(Tunable tunable, string value)
    {
        if (tunable.Risk is RiskClass.R0 or RiskClass.R4 || tunable.Refuse.ContainsKey(value) || (tunable.Value.Type == "text" && value.Length == 0)) return "";
        TunableValue.Parse(tunable, value, out var reason);
        return reason;
    }

    /// <summary>Groups come and go, and have what their hierarchy gives them: those count that have it. The loopback is no card.</summary>
    private static IReadOnlyList<string> ScopesOf(Tunable tunable)
    {
        if (tunable.Kind == "cgroup") return [.. Groups.Value.Where(group => Actuators.Read(Live, tunable.Id, group) is not null)];
        var at = tunable.Path.IndexOf("{scope}", StringComparison.Ordinal);
        return at < 0 ? ["host"] : [.. Live.List(tunable.Path[..at].TrimEnd('/')).Where(scope => Scopes.IsName(scope) && scope != "lo")];
    }
}
