using System.Diagnostics;
using System.Text.Json;

namespace Kernward.Demo;

/// <summary>The stage, as the show speaks to it. Disposing takes the stage down.</summary>
internal sealed class StageProcess : IDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);
    private readonly Process _process;

    /// <exception cref="DemoException">It could not be set up.</exception>
    public StageProcess()
    {
        var start = SelfProgram.Start(["demo-part", "stage"]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        Ready = JsonSerializer.Deserialize(Line(), ClientJson.Default.StageReady)!;
    }

    public StageReady Ready { get; }

    public void Begin(DemoScene scene) => Ask($"begin {scene.Name}");

    /// <summary>What the customers saw in the last so much time.</summary>
    public ClientStatistics Clients(TimeSpan last) => Ask($"clients {(int)last.TotalMilliseconds}").Clients!;

    /// <summary>A digest of every value that the demo could change, by its file.</summary>
    public IReadOnlyDictionary<string, string> Values() => Ask("values").Values!;

    public void EndIncident() => Ask("end");

    public void Dispose()
    {
        _process.StandardInput.Close();
        // It is root's, and this process may not end it by force any more; it has nothing to wait for.
        _process.WaitForExit(EndPatience);
        _process.Dispose();
    }

    private StageAnswer Ask(string words)
    {
        _process.StandardInput.WriteLine(words);
        _process.StandardInput.Flush();
        var answer = JsonSerializer.Deserialize(Line(), ClientJson.Default.StageAnswer)!;
        return answer.Problem is null ? answer : throw new DemoException(answer.Problem, answer.Hint!);
    }

    private string Line() => _process.StandardOutput.ReadLine()
        ?? throw new DemoException($"The demo's stage ended early ({_process.StandardError.ReadToEnd().Trim()}).", "Run the demo again.");
}
