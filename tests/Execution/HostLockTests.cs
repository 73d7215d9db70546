using Kernward.Execution;
using Kernward.Tests.Support;
using Kernward.Torture.Faults;

namespace Kernward.Tests.Execution;

public sealed class HostLockTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly FaultTime _time = new();

    public void Dispose() => _state.Dispose();

    private Task<LockAttempt> AcquireAsync(int seconds) =>
        HostLock.AcquireAsync([_state.Path], "a test", TimeSpan.FromSeconds(seconds), _time, CancellationToken.None);

    [Fact]
    public async Task Says_who_holds_it()
    {
        using var held = (await AcquireAsync(0)).Lock;
        var attempt = await AcquireAsync(0);
        Assert.Null(attempt.Lock);
        Assert.Equal($"pid {Environment.ProcessId} (a test)", attempt.Holder);
    }

    [Fact]
    public async Task Waits_until_it_is_free()
    {
        var held = (await AcquireAsync(0)).Lock!;
        var waiting = AcquireAsync(10);
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        _time.Pass(TimeSpan.FromSeconds(1));
        using var taken = (await waiting).Lock;
        Assert.NotNull(taken);
    }

    [Fact]
    public async Task Gives_up_when_the_wait_is_over()
    {
        using var held = (await AcquireAsync(0)).Lock;
        var waiting = AcquireAsync(10);
        _time.Pass(TimeSpan.FromSeconds(10));
        Assert.Null((await waiting).Lock);
    }

    [Fact]
    public async Task Takes_every_directory_or_none()
    {
        using var shared = new TemporaryDirectory();
        using var other = new TemporaryDirectory();
        Task<LockAttempt> Both(string own) => HostLock.AcquireAsync([own, shared.Path], "a test", TimeSpan.Zero, _time, CancellationToken.None);
        var held = (await Both(_state.Path)).Lock!;
        var refused = await Both(other.Path);
        Assert.Equal((null, $"pid {Environment.ProcessId} (a test)"), (refused.Lock, refused.Holder));
        // What it had taken before it was refused is free again.
        using (var own = (await HostLock.AcquireAsync([other.Path], "a test", TimeSpan.Zero, _time, CancellationToken.None)).Lock) Assert.NotNull(own);
        held.Dispose();
        using var taken = (await Both(other.Path)).Lock;
        Assert.NotNull(taken);
    }

    [Fact]
    public async Task Says_where_it_cannot_be_made() => await Assert.ThrowsAsync<JournalException>(() =>
        HostLock.AcquireAsync(["/proc/self/no"], "a test", TimeSpan.Zero, _time, CancellationToken.None));
}
