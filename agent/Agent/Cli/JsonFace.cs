using Kernward.Domain;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary>A run that prints nothing until its one object, and approves nothing.</summary>
internal sealed class JsonFace : IAskFace
{
    public void Begin(string doing)
    {
    }

    public void Progress(double done)
    {
    }

    public void Show(AskStage stage, AskResult soFar)
    {
    }

    public Task<bool> ApproveAsync(Plan plan, Ruling ruling, CancellationToken cancel) => Task.FromResult(false);

    public Task<bool> AskAsync(IReadOnlyList<string> facts, string question, CancellationToken cancel) => Task.FromResult(false);
}
