namespace Kernward.Demo;

/// <summary>The nightly backup: threads that want all the CPU there is.</summary>
internal static class DemoBatch
{
    /// <summary>Keeps <c>--threads</c> threads busy until the end.</summary>
    internal static void Run(PartArguments arguments, CancellationToken end)
    {
        Console.WriteLine("ready");
        var threads = Enumerable.Range(0, arguments["threads", 4]).Select(_ => new Thread(() => Burn(end))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    private static void Burn(CancellationToken end)
    {
        while (!end.IsCancellationRequested) CpuWork.Use(1000);
    }
}
