using FsCheck;
using FsCheck.Fluent;
using Kernward.Domain;
using Kernward.Machine;
using Kernward.Tests.Support;

namespace Kernward.Tests.Policy;

/// <summary>
/// Random plans that are nearly right: tunables of the catalogue in scopes that there are, values at and about the ends of their
/// ranges and near what is there, and now and then something hostile. Of what is right by half, the law lets a good part pass.
/// </summary>
internal static class PlanGenerator
{
    private static readonly CatalogueFacts Facts = new();

    private static readonly string[] Writable = [.. Facts.Ids.Where(id => Facts.Risk(id) is "R1" or "R2" or "R3")];
    private static readonly string[] Never = [.. Facts.Ids.Where(id => Facts.Risk(id) is "R0" or "R4")];
    private static readonly string[] Knots =
    [
        .. Writable.Where(id => id.Contains("dirty", StringComparison.Ordinal) || id.Contains("gc_thresh", StringComparison.Ordinal)
            || id.Contains("_mem", StringComparison.Ordinal) || id.Contains("hugepages", StringComparison.Ordinal) || id.StartsWith("cgroup.", StringComparison.Ordinal)),
    ];

    private static readonly string[] Hostile =
    [
        "", "/", "..", "../all", "host", "sda", "/system.slice/../lab", "/system.slice//ssh.service", "sda\0", "/lab/a\n", "\u0455da", "*", "/proc/sys", "eth0/../lo",
    ];

    private static readonly string[] BadTexts = ["-1", "+5", "0x10", "010", "1e3", " 5", "5 ", "5\n", "5\0", "", "max", "\u0665", "99999999999999999999", "1;reboot", "NaN", "../0"];

    /// <summary>Tunable, scope and value of each step; whose host has groups of which version.</summary>
    public static Gen<(string Version, (string Tunable, string Scope, string To)[] Steps)> Plans =>
        from version in Gen.Elements("v1", "v2")
        from count in Gen.Frequency((12, Gen.Constant(1)), (7, Gen.Choose(2, 3)), (1, Gen.Choose(4, 9)))
        from steps in Gen.ArrayOf(Step(version), count)
        select (version, steps);

    public static Gen<string> Text => Gen.OneOf(Gen.Elements(BadTexts), Gen.Choose(0, 0xFFFF).Select(c => $"{(char)c}1"), Gen.Choose(0, int.MaxValue).Select(n => $"{n}"));

    public static Gen<string> Scope => Gen.OneOf(Gen.Elements(Hostile), Gen.Choose(0, 0xFFFF).Select(c => $"/lab/{(char)c}a"), Gen.Choose(0, 0xFFFF).Select(c => $"s{(char)c}a"));

    public static Gen<string> AnyWritable => Gen.Elements(Writable);

    public static Gen<string> AnyNever => Gen.Elements(Never);

    public static string ScopeOf(string tunable) => Facts.Kind(tunable) switch
    {
        "cgroup" => "/lab/a",
        "block" => "sda",
        _ when !Facts.HasScope(tunable) => "host",
        _ => tunable.StartsWith("cpu", StringComparison.Ordinal) || tunable.Contains("cpu_", StringComparison.Ordinal) ? "cpu0" : "eth0",
    };

    public static Plan Plan(FakeKernel kernel, IEnumerable<(string Tunable, string Scope, string To)> steps)
    {
        var here = HostIdentity.Of(kernel);
        return PlanHash.Seal(new Plan
        {
            Id = "", Intent = new Intent { Act = Act.Optimize }, AlternativesRejected = [], Stance = Stance.Act, Summary = "random", Host = here.Name, Boot = here.Boot,
            Steps = [.. steps.Select((step, i) =>
            {
                var from = PolicyHost.Tunables.Read(kernel, step.Tunable, step.Scope) ?? "";
                return new Step
                {
                    N = i + 1, Tunable = step.Tunable, Scope = step.Scope, From = from, To = step.To, Undo = from, Risk = RiskLevel.High,
                    Because = ["asked"], Why = "random",
                };
            })],
        });
    }

    private static Gen<(string, string, string)> Step(string version) =>
        from tunable in Gen.Frequency((14, Gen.Elements(Writable)), (14, Gen.Elements(Knots)), (1, AnyNever))
        from scope in Gen.Frequency((50, ScopeFor(tunable)), (1, Scope))
        from to in Gen.Frequency((50, ValueFor(tunable, scope, version)), (1, Text))
        select (tunable, scope, to);

    private static Gen<string> ScopeFor(string tunable) =>
        Facts.Kind(tunable) == "cgroup" ? Gen.Elements(PolicyHost.Groups.ToArray()) : Gen.Constant(ScopeOf(tunable));

    private static Gen<string> ValueFor(string tunable, string scope, string version)
    {
        var now = PolicyHost.Tunables.Read(PolicyHost.Make(version), tunable, scope) ?? "";
        return Facts.Type(tunable) switch
        {
            "ints" => Parts(tunable, now),
            "choice" => Gen.Elements(Facts.Choices(tunable).ToArray()),
            "cpulist" => Gen.Elements("0", "0-1", "2-3", "0-3", "0-7", "3-1", "1,3"),
            "text" => Gen.Elements("none", "bfq", "max", "8:0 wbps=1048576", "8:0 rbps=max", "reno", "8080", "cubic reno"),
            _ => Number(tunable, now),
        };
    }

    private static Gen<string> Parts(string tunable, string now) =>
        from factors in Gen.ArrayOf(Gen.Elements(1, 1, 2, 2, 3, 64), Facts.Count(tunable))
        select string.Join(' ', now.Split(' ').Zip(factors, (part, factor) => long.TryParse(part, out var number) ? $"{number * factor}" : "4096"));

    /// <summary>Ends of the range and one beyond, some factor of what is there, sizes of the host, and anything between.</summary>
    private static Gen<string> Number(string tunable, string now)
    {
        var (min, max) = ((long)Facts.Min(tunable), (long)Math.Min(Facts.Max(tunable), 1e13));
        var current = long.TryParse(now, out var number) ? Math.Min(number, 10_000_000_000_000) : Math.Max(min, 100);
        long[] near =
        [
            min, min - 1, max, max + 1, current * 2, current * 2, current * 3, current / 2, current / 2, current + 1, current + 1, current - 1, current - 1,
            current * 64, 0, 1, 1L << 30, 3L << 30, 5L << 30,
        ];
        return Gen.Frequency(
            (6, Gen.Elements(near).Select(value => $"{value}")),
            (3, Gen.Choose(0, 1000).Select(share => $"{min + (max - min) / 1000 * share}")),
            (1, Gen.Constant("max")));
    }
}
