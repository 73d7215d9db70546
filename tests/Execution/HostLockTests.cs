using System.Diagnostics;
using Kernward.Confinement;
using Kernward.Execution;
using Kernward.Tests.Confinement;
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

    /// <summary>What it started may write for a moment more, so that it is waited for, though nobody said to wait.</summary>
    [Fact]
    public async Task Waits_for_what_a_dead_holder_left_though_nobody_took_note_of_its_death()
    {
        var path = Path.Combine(_state.Path, "lock");
        // The holder ends when its parent is a program that takes no note of children; a shell may.
        using var left = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec 9>'{path}'; flock 9; until read -r name </proc/$$/comm && [ $name = sleep ]; do :; done & echo \"pid $! (a test)\" >&9; echo $!; exec sleep 600"]) { RedirectStandardOutput = true })!;
        var dead = await left.StandardOutput.ReadLineAsync();
        Assert.True(await Patience.UntilAsync(() => File.ReadAllText($"/proc/{dead}/stat").Contains(") Z ")));
        var waiting = AcquireAsync(0);
        Assert.False(waiting.IsCompleted);
        left.Kill();
        await left.WaitForExitAsync();
        _time.Pass(TimeSpan.FromSeconds(1));
        using var taken = (await waiting).Lock;
        Assert.NotNull(taken);
    }

    [Fact]
    public async Task Waits_for_what_is_left_of_a_holder_that_was_killed_before_it_said_who_it_is()
    {
        using var left = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec 9>'{Path.Combine(_state.Path, "lock")}'; flock 9; echo held; exec sleep 600"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", await left.StandardOutput.ReadLineAsync());
        var waiting = AcquireAsync(0);
        var isWaiting = !waiting.IsCompleted;
        left.Kill();
        await left.WaitForExitAsync();
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.True(isWaiting);
        using var taken = (await waiting).Lock;
        Assert.NotNull(taken);
    }

    /// <summary>Killed at the wrong moment, bubblewrap leaves a process that waits for ever; nobody could change anything any more.</summary>
    [SandboxFact(SandboxLevel.Bubblewrap)]
    public async Task Ends_a_sandbox_that_never_began_and_has_the_lock_of_a_dead_worker()
    {
        var path = Path.Combine(_state.Path, "lock");
        using var stuck = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec 9>'{path}'; flock 9; echo 'pid 4194305 (a dead worker)' >&9; echo held; exec bwrap --dev-bind / / --block-fd 0 true"])
            { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("held", await stuck.StandardOutput.ReadLineAsync());
        Assert.True(await Patience.UntilAsync(() => new FileInfo($"/proc/{stuck.Id}/exe").LinkTarget == "/usr/bin/bwrap"));
        // In real time, as it may be ended in its first moments and must be looked for again.
        using var taken = (await HostLock.AcquireAsync([_state.Path], "a test", TimeSpan.FromMinutes(5), TimeProvider.System, CancellationToken.None)).Lock;
        Assert.NotNull(taken);
        stuck.Kill();
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
