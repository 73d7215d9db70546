using Kernward.Machine;
using Kernward.Tests.Support;
using Kernward.Torture;
using Kernward.Torture.Files;

namespace Kernward.Tests.Torture;

public sealed class FileFuzzTests
{
    private readonly Tally _tally = new();

    [Fact]
    public async Task A_hundred_thousand_broken_files_crash_no_sensor_and_give_no_reading_that_cannot_be()
    {
        IReadOnlyList<Host> hosts =
        [
            FileFuzz.Still(Fixtures.Host("v2-database")), FileFuzz.Still(CapturedHost.Open(Fixtures.Capture("busy-group"))),
            .. new[] { "x86-64-eight-gpus", "x86-64-amd-intel", "arm64-chip", "riscv64-board", "loongarch64-server" }.Select(Fixtures.Hardware),
        ];
        await new FileFuzz(hosts, _tally, 20261127).RunAsync(100_000, CancellationToken.None);
        Assert.True(_tally.Losses.Count == 0, string.Join('\n', _tally.Losses.Take(40)));
        Assert.True(_tally.Files >= 100_000);
    }

    [Fact]
    public async Task A_reader_that_trusts_its_file_is_found_with_the_file()
    {
        var host = new MemoryHost(("proc/loadavg", "1 2 3 1/200 5\n"), ("proc/stat", "cpu 1 2 3 4 5 6 7 8 9 10\n"));
        await new FileFuzz([host], _tally, 1) { Also = seen => int.Parse(seen.ReadText("proc/loadavg")!.Split(' ')[0]) }.RunAsync(200, CancellationToken.None);
        Assert.Contains(_tally.Losses, loss => loss.What.Contains("(proc/loadavg: "));
    }
}
