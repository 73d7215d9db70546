using Kernward.Measurement;
using Kernward.Plugins.Sensors;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors;

/// <summary>
/// An agent observes for months: what one observation leaves behind is paid for 86,400 times a day. The heap is the whole process's,
/// so nothing else may run.
/// </summary>
[CollectionDefinition(nameof(ObservationMemoryTests), DisableParallelization = true)]
[Collection(nameof(ObservationMemoryTests))]
public sealed class ObservationMemoryTests
{
    private const int Observations = 2000;

    [Fact]
    public async Task Many_observations_leave_nothing_behind()
    {
        var host = new MemoryHost(Files().ToArray());
        var sampler = new Sampler(host, SensorSet.Create());
        await ObserveAsync(sampler, host, 200);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await ObserveAsync(sampler, host, Observations);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(growth < 2 << 20, $"{Observations} observations left {growth} bytes behind");
    }

    private static async Task ObserveAsync(Sampler sampler, MemoryHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.NotNull(sampler.Sample().Get("system.memory.total"));
            host.Asked.Clear();
            await host.WaitAsync(TimeSpan.FromSeconds(1), default);
        }
    }

    private static IEnumerable<(string, string)> Files()
    {
        var root = Path.Combine(Fixtures.Root, "hosts", "v2-database");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(root, file), File.ReadAllText(file)));
    }
}
