namespace Kernward.Demo;

/// <summary>One act of the demo: what is staged, what the operator says, and what the customers must feel.</summary>
internal sealed record DemoScene(string Name, string Title, string Story, string Words, Action<DemoStage> Begin)
{
    public static IReadOnlyList<DemoScene> All { get; } =
    [
        new("accept-queue-bursts", "1. Connections are turned away",
            "A shop's server may queue 8 new connections; its customers arrive 64 at a time. Who finds the queue full tries again a second later.",
            "customers cannot connect to the shop, connections time out. please fix it",
            stage => stage.StartAcceptQueueIncident()),
        new("backup-starves-shop", "2. The nightly backup starves the shop",
            "A backup with twelve busy threads and twenty times its weight runs beside the shop, on the CPU that both share.",
            "give the shop more cpu than the nightly backup",
            stage => stage.StartStarvationIncident()),
    ];
}
