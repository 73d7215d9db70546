using Kernward.Detection;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Policy;

namespace Kernward.Planning;

/// <summary>From an intent and a diagnosis to a sealed plan, by way of a planner that chooses from the worked-out candidates.</summary>
public sealed class PlanMaker(ActuatorSet tunables, IPlanner planner, PolicyOptions policy)
{
    private readonly KnowledgeBase _known = tunables.Knowledge;

    public async Task<Proposal> MakeAsync(Intent intent, Diagnosis diagnosis, Host host, CancellationToken cancel)
    {
        var finder = new CandidateFinder(tunables, host, diagnosis);
        var problem = Candidates(intent, diagnosis, host, finder, out var candidates);
        if (problem is not null) return new Proposal(null, problem, "rules");
        if (intent.Act is not (Act.Set or Act.Allocate)) candidates.RemoveAll(candidate => !policy.Proposes(candidate.Tunable, candidate.Scope));
        var task = new PlanTask(intent, diagnosis, candidates);
        var choice = candidates.Count == 0
            ? new PlanChoice(RulesPlanner.StanceWithout(task), [], "rules")
            : await planner.ChooseAsync(task, cancel).ConfigureAwait(false);
        return new Proposal(Build(task, choice, host), null, choice.By);
    }

    private PlanProblem? Candidates(Intent intent, Diagnosis diagnosis, Host host, CandidateFinder finder, out List<Candidate> candidates)
    {
        candidates = [];
        switch (intent.Act)
        {
            case Act.Set:
                return Named(intent, host, finder, candidates);
            case Act.Allocate:
                return Parties(intent, diagnosis, host, finder, candidates);
            default:
                candidates.AddRange(finder.Remedies().Where(candidate => Bears(intent, diagnosis, candidate)));
                if (intent.Act == Act.Optimize && intent.Workload.Length > 0) candidates.AddRange(finder.Profile(intent.Workload));
                return null;
        }
    }

    /// <summary>A message about one resource is not answered with another, unless the cause of its finding lies there.</summary>
    private static bool Bears(Intent intent, Diagnosis diagnosis, Candidate candidate)
    {
        if (intent.Resource.Length == 0 || candidate.Tunable.Resource == intent.Resource) return true;
        return diagnosis.Detected.Any(detected => Above(detected).Any(cause => cause.Finding.Id == candidate.For)
            && (detected.Detector.Resources.Count == 0 || detected.Detector.Resources.Contains(intent.Resource)));
    }

    /// <summary>A finding, its cause, and the cause of that, to the root.</summary>
    private static IEnumerable<Detected> Above(Detected? detected)
    {
        for (; detected is not null; detected = detected.Cause) yield return detected;
    }

    private PlanProblem? Named(Intent intent, Host host, CandidateFinder finder, List<Candidate> candidates)
    {
        if (_known.Named(intent.Subject) is not { } found)
            return new PlanProblem("unknown-tunable", $"'{Shown.Safe(intent.Subject)}' is not a tunable that Kernward knows, so it cannot set it.",
                "`kernward explain` lists the tunables that it knows");
        var scope = found.Scope.Length > 0 ? found.Scope : OnlyDisk(finder, found.Tunable);
        if (scope.Length == 0)
            return new PlanProblem("which-device", $"{found.Tunable.Id} is a setting of one device, and there are several.",
                $"name it: block.<device>.{found.Tunable.Id["block.".Length..]}");
        if (Absent(host, found.Tunable.Id, scope) is { } absent) return absent;
        var value = Wanted(found.Tunable, intent, tunables.Read(host, found.Tunable.Id, scope) ?? "");
        if (value.Length == 0)
            return new PlanProblem("no-value", $"To which value? {found.Tunable.Id} is {tunables.Read(host, found.Tunable.Id, scope)} now.",
                $"say it with the value: \"set {found.Tunable.Id} to ...\"");
        if (finder.Setting(found.Tunable, scope, value) is { } candidate && (candidate.From != candidate.To || intent.Has("permanent"))) candidates.Add(candidate);
        return null;
    }

    /// <summary>Null where the host has the tunable in that scope: what is not there is not the same as what is so already.</summary>
    private PlanProblem? Absent(Host host, string tunable, string scope)
    {
        if (tunables.Read(host, tunable, scope) is not null) return null;
        var absence = tunables.Absence(host, tunable, scope);
        return new PlanProblem("absent", $"This host has no {tunable} in '{Shown.Safe(scope)}'{(absence is null ? "" : ": " + absence.Why)}.",
            absence?.Instead ?? "`kernward explain NAME` shows what is there");
    }

    /// <summary>The value as asked; "lower" and "raise" without one are half and twice.</summary>
    private static string Wanted(Tunable tunable, Intent intent, string current)
    {
        if (intent.Value.Length > 0)
            return intent.Unit.Length > 0 && Quantity.Of(intent) is { } number ? ValueText.Plain(tunable, number) : intent.Value;
        if (WindowValues.Number(current) is not { } now) return "";
        return intent.Relation switch
        {
            "less" => ValueText.Of(tunable, current, Math.Floor(now / 2)),
            "more" => ValueText.Of(tunable, current, Math.Max(1, now * 2)),
            _ => "",
        };
    }

    private static string OnlyDisk(CandidateFinder finder, Tunable tunable) =>
        finder.Disks(tunable.Id).Take(2).ToList() is [var only] ? only : "";

    private PlanProblem? Parties(Intent intent, Diagnosis diagnosis, Host host, CandidateFinder finder, List<Candidate> candidates)
    {
        var parties = new PartyFinder(diagnosis.Window.Last, policy.Reach);
        if (parties.Find(intent.Subject, out var reason) is not { } party)
            return new PlanProblem("which-party", intent.Subject.Length == 0 ? "Who should get it? No party is named." : Sentence(reason),
                "name a service, control group or process that runs here");
        var other = intent.Versus.Length > 0 ? parties.Find(intent.Versus, out reason) : "";
        if (other is null)
            return new PlanProblem("which-party", Sentence(reason), "name a service, control group or process that runs here");
        if (party == other)
            return new PlanProblem("same-party", $"'{Shown.Safe(intent.Subject)}' and '{Shown.Safe(intent.Versus)}' are the same group, {Shown.Safe(party)}.", "name the two parties as they are called here");
        var resource = intent.Resource.Length > 0 ? intent.Resource : "cpu";
        var rules = _known.Allocations
            .Where(rule => rule.Resource == resource && rule.Relation == intent.Relation
                && (rule.Units.Count == 0 || rule.Units.Contains(intent.Unit) || (intent.Unit.Length == 0 && rule.Units.Contains(""))))
            .ToList();
        candidates.AddRange(rules.SelectMany(rule => finder.Allocation(rule, intent, party, other)));
        if (candidates.Count == 0 && rules.Count > 0)
            return rules.Exists(rule => tunables.Read(host, rule.Tunable, party) is not null) ? null : Absent(host, rules[0].Tunable, party);
        return candidates.Count > 0
            ? null
            : new PlanProblem("no-way", $"Kernward knows no way to give a group {intent.Relation} {resource}{(intent.Unit.Length > 0 ? " in " + intent.Unit : "")}.",
                "shares, limits and pins of cpu, memory and processes are what it can divide");
    }

    private static string Sentence(string reason) => Shown.Safe(char.ToUpperInvariant(reason[0]) + reason[1..]) + ".";

    private static Plan Build(PlanTask task, PlanChoice choice, Host host)
    {
        var identity = HostIdentity.Of(host);
        var persistence = task.Intent.Has("permanent") ? Persistence.Boot : Persistence.Runtime;
        var chosen = choice.Stance == Stance.Act ? choice.Chosen.Select(i => task.Candidates[i]).ToList() : [];
        var steps = chosen.Select((candidate, i) => candidate.AsStep(i + 1) with { Persistence = persistence }).ToList();
        return PlanHash.Seal(new Plan
        {
            Id = "",
            Intent = task.Intent,
            Steps = steps,
            AlternativesRejected = [.. Rejected(task, chosen)],
            Stance = steps.Count > 0 ? Stance.Act : choice.Stance == Stance.Act ? RulesPlanner.StanceWithout(task) : choice.Stance,
            Summary = PlanSummary.Of(task, steps),
            Host = identity.Name,
            Boot = identity.Boot,
        });
    }

    private static IEnumerable<RejectedAlternative> Rejected(PlanTask task, IReadOnlyList<Candidate> chosen) =>
    [
        .. task.Candidates.Except(chosen).Select(candidate => new RejectedAlternative(
            $"{candidate.Tunable.Id} {candidate.From} -> {candidate.To} ({candidate.Scope})",
            RulesPlanner.IsWithin(task.Intent, candidate) ? "less promising than the steps chosen" : "outside the limits that you set or its risk class")),
        .. task.Diagnosis.Detected.Where(_ => task.Intent.Act is not (Act.Set or Act.Allocate)).SelectMany(detected => detected.Detector.Wrong).DistinctBy(wrong => wrong.What),
    ];
}
