using System.Text.Json;
using Kernward.History;
using Kernward.Measurement;
using Kernward.Plugins;
using Kernward.Tests.History;

namespace Kernward.Tests.Cli;

/// <summary>The real program; as root it observes and looks as another user, so that its folder is one that all may use.</summary>
public sealed class ObserveCommandTests : IDisposable
{
    private const UnixFileMode All = (UnixFileMode)511;
    private readonly string _place = Directory.CreateTempSubdirectory("kernward-test-").FullName;

    public ObserveCommandTests() => File.SetUnixFileMode(_place, All);

    public void Dispose() => Directory.Delete(_place, recursive: true);

    private Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.OfAsync(arguments, "",
        ("KERNWARD_State__History", Path.Combine(_place, "h")), ("KERNWARD_State__Directory", Path.Combine(_place, "state")), ("KERNWARD_Log__Directory", Path.Combine(_place, "log")));

    [Fact]
    public async Task Observing_keeps_what_diagnose_then_asks()
    {
        var observed = await RunAsync("observe", "--seconds", "2", "--json");
        Assert.Equal(0, observed.ExitCode);
        using var told = JsonDocument.Parse(observed.Output);
        Assert.True(told.RootElement.GetProperty("samples").GetInt32() >= 1);
        Assert.True(File.Exists(Path.Combine(_place, "h", "history.db")));
        var diagnosed = await RunAsync("diagnose", "--json");
        Assert.Contains(diagnosed.ExitCode, new[] { 0, 10 });
        using var found = JsonDocument.Parse(diagnosed.Output);
        foreach (var key in new[] { "findings", "evidence", "ahead", "unusual", "past", "changes" })
            Assert.Equal(JsonValueKind.Array, found.RootElement.GetProperty(key).ValueKind);
    }

    [Fact]
    public async Task What_is_ahead_is_a_finding_and_ends_with_its_exit_code()
    {
        Leak();
        var run = await RunAsync("diagnose", "--json");
        Assert.Equal(10, run.ExitCode);
        using var found = JsonDocument.Parse(run.Output);
        var ahead = found.RootElement.GetProperty("ahead").EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == "memory-ahead");
        Assert.InRange(ahead.GetProperty("expected_s").GetDouble(), 60, 3 * 3600);
        Assert.Contains(found.RootElement.GetProperty("findings").EnumerateArray(), entry => entry.GetProperty("id").GetString() == "memory-ahead");
        var text = await RunAsync("diagnose");
        Assert.Contains("memory is used up in about", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_history_a_diagnosis_is_what_it_was()
    {
        using var found = JsonDocument.Parse((await RunAsync("diagnose", "--json")).Output);
        Assert.False(found.RootElement.TryGetProperty("ahead", out _));
    }

    [Theory]
    [InlineData("observe", "--seconds", "-1")]
    [InlineData("observe", "--host", "no-such-capture")]
    public async Task What_cannot_be_observed_is_refused(params string[] arguments) => Assert.Equal(64, (await RunAsync(arguments)).ExitCode);

    /// <summary>Two hours that end now, in which memory went from all of it to a fifth.</summary>
    private void Leak()
    {
        var known = PluginKnowledge.Load();
        const int length = 2 * 3600;
        var start = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - length;
        var total = double.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
        var folder = Directory.CreateDirectory(Path.Combine(_place, "h")).FullName;
        using (var recorder = new HistoryRecorder(known, new HistoryLimits { MostSeries = 10 }, folder, TimeProvider.System))
            for (var i = 0; i < length; i++)
                recorder.Add(Seen.Sample(i, start + i, ("system.memory.available", "", total * (1 - 0.8 * i / length)), ("system.memory.total", "", total)));
        File.SetUnixFileMode(folder, All);
        foreach (var file in Directory.GetFiles(folder)) File.SetUnixFileMode(file, All);
    }
}
