using System.Collections.Concurrent;
using Kernward.Confinement;
using Kernward.Escapes;
using Xunit.Abstractions;

namespace Kernward.Tests.Confinement;

/// <summary>An enemy in the place of the child tries every way out, at every level.</summary>
public sealed class EscapeTests(ITestOutputHelper output)
{
    [SandboxFact(SandboxLevel.Bubblewrap)]
    public void Nothing_gets_out_of_bubblewrap() => TryAll(SandboxLevel.Bubblewrap);

    [SandboxFact(SandboxLevel.Landlock)]
    public void Nothing_gets_out_of_Landlock() => TryAll(SandboxLevel.Landlock);

    [SandboxFact(SandboxLevel.Namespace)]
    public void Nothing_gets_out_of_a_mount_namespace() => TryAll(SandboxLevel.Namespace);

    /// <summary>An attempt that never works proves nothing: those that root can make without harm are made outside.</summary>
    [SandboxFact(SandboxLevel.None)]
    public void The_attempts_work_outside()
    {
        using var camp = new Camp();
        using var enemy = new Enemy(camp, SandboxLevel.None);
        var attempts = AttemptList.All.Where(attempt => attempt.WorksOutside).ToList();
        var outcomes = attempts.ToDictionary(attempt => attempt.Name, enemy.Try);
        Report(outcomes);
        Assert.True(attempts.Count >= 40);
        Assert.DoesNotContain(outcomes, outcome => !outcome.Value.StartsWith("SUCCEEDED", StringComparison.Ordinal));
    }

    private void TryAll(SandboxLevel level)
    {
        using var camp = new Camp();
        var outcomes = new ConcurrentDictionary<string, string>();
        var (killed, refused) = (Of(Fate.Killed), Of(Fate.Refused));
        using (var enemy = new Enemy(camp, level))
            foreach (var attempt in refused) outcomes[attempt.Name] = enemy.Try(attempt);
        Parallel.ForEach(killed, new ParallelOptions { MaxDegreeOfParallelism = 4 }, attempt =>
        {
            using var enemy = new Enemy(camp, level);
            outcomes[attempt.Name] = enemy.Try(attempt);
        });
        Report(outcomes);
        Assert.True(outcomes.Count >= 60);
        Assert.Empty(refused.Where(attempt => !outcomes[attempt.Name].StartsWith("refused: ", StringComparison.Ordinal)).Select(attempt => $"{attempt.Name}: {outcomes[attempt.Name]}"));
        Assert.Empty(killed.Where(attempt => outcomes[attempt.Name] != Enemy.Violation).Select(attempt => $"{attempt.Name}: {outcomes[attempt.Name]}"));
        camp.CheckUntouched();
    }

    private static List<Attempt> Of(Fate fate) => [.. AttemptList.All.Where(attempt => attempt.Expected == fate)];

    private void Report(IEnumerable<KeyValuePair<string, string>> outcomes)
    {
        foreach (var (name, outcome) in outcomes.OrderBy(pair => pair.Key, StringComparer.Ordinal)) output.WriteLine($"{name,-70} {outcome}");
    }
}
