using System.Text.Json;
using System.Text.Json.Serialization;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Policy;
using Kernward.Tests.Support;

namespace Kernward.Tests.Policy;

/// <summary>One step of a case; what is absent is right.</summary>
internal sealed record CaseStep(string Set, string To, string In = "host", string? From = null, string? Undo = null, int? N = null, string Risk = "High", bool Boot = false);

/// <summary>One line of the tables: a plan, what is different about its host, policy and time, and what the law says of it.</summary>
internal sealed record LawCase
{
    public string Host { get; init; } = "v2";

    /// <summary>Files of the host that differ; null takes one away.</summary>
    public IReadOnlyDictionary<string, string?> Files { get; init; } = new Dictionary<string, string?>();

    public JsonElement? Policy { get; init; }

    public IReadOnlyList<CaseStep> Steps { get; init; } = [];

    /// <summary>Limits of the intent, such as <c>low-risk</c>.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    public string Stance { get; init; } = "Act";

    public string? For { get; init; }

    public string? Boot { get; init; }

    /// <summary>Changed after it was sealed.</summary>
    public bool Forged { get; init; }

    public IReadOnlyList<string> Manual { get; init; } = [];

    public int Changes { get; init; }

    /// <summary>Local time, without which it is a Wednesday at noon.</summary>
    public DateTimeOffset At { get; init; } = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>How it was approved.</summary>
    public string How { get; init; } = "prompt";

    public string Rule { get; init; } = "";

    public string Reason { get; init; } = "";

    public RuleContext Context()
    {
        var kernel = PolicyHost.Make(Host);
        foreach (var (path, content) in Files)
            if (content is null) kernel.Remove(path);
            else kernel[path] = content;
        return new RuleContext(Plan(kernel), kernel, PolicyHost.Tunables, Options())
        {
            IsManual = (tunable, _) => Manual.Contains(tunable), ChangesLastHour = Changes, Now = At,
        };
    }

    private PolicyOptions Options()
    {
        if (Policy is not { } json) return new PolicyOptions();
        var errors = new List<string>();
        var policy = PolicyReader.Read(new Entry(json, "policy", errors));
        return PolicyFile.Checked(policy with { Broken = errors }, PolicyHost.Known);
    }

    private Plan Plan(FakeKernel kernel)
    {
        var here = HostIdentity.Of(kernel);
        var plan = PlanHash.Seal(new Plan
        {
            Id = "", Intent = new Intent { Act = Act.Set, Limits = Limits }, Steps = [.. Steps.Select((step, i) => Step(kernel, step, i + 1))],
            AlternativesRejected = [], Stance = Enum.Parse<Stance>(Stance), Summary = "a case", Host = For ?? here.Name, Boot = Boot ?? here.Boot,
        });
        return Forged ? plan with { Summary = "another" } : plan;
    }

    private static Step Step(FakeKernel kernel, CaseStep step, int n)
    {
        var from = step.From ?? PolicyHost.Tunables.Read(kernel, step.Set, step.In) ?? "";
        return new Step
        {
            N = step.N ?? n, Tunable = step.Set, Scope = step.In, From = from, To = step.To, Undo = step.Undo ?? from,
            Risk = Enum.Parse<RiskLevel>(step.Risk), Because = ["asked"], Why = "a case",
            Persistence = step.Boot ? Persistence.Boot : Persistence.Runtime,
        };
    }
}

internal static class LawJson
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    public static IReadOnlyList<LawCase> Read(string name) =>
        JsonSerializer.Deserialize<IReadOnlyList<LawCase>>(File.ReadAllBytes(PolicyHost.PathOf(name)), Strict)!;
}
