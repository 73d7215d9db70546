using Kernward.Machine;

namespace Kernward.Torture.Files;

/// <summary>Another host that stands still, with clocks that go on as it is told to wait. What its files hold is up to what is made of it.</summary>
internal abstract class StillHost(Host inner) : Host
{
    private TimeSpan _passed;

    protected Host Inner => inner;

    public override string Name => inner.Name;

    public override bool IsLive => false;

    public override TimeSpan Uptime => inner.Uptime + _passed;

    public override DateTimeOffset Time => inner.Time + _passed;

    public override IReadOnlyList<string> List(string directory) => inner.List(directory);

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel)
    {
        _passed += duration;
        return Task.CompletedTask;
    }
}
