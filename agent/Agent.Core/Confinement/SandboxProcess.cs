using System.Diagnostics;

namespace Kernward.Confinement;

/// <summary>
/// Starts a child from a thread that has given up its rights before: what is started has no more than the thread that starts it.
/// The thread stays until the child has ended, as the child's death signal follows the thread, and the held files its rules.
/// </summary>
internal sealed class SandboxProcess
{
    private readonly TaskCompletionSource<Process> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SandboxLevel _level;
    private readonly SandboxWorld _world;
    private readonly SandboxProgram _program;

    private SandboxProcess(SandboxLevel level, SandboxWorld world, SandboxProgram program) =>
        (_level, _world, _program) = (level, world, program);

    /// <summary>Running, its three streams redirected.</summary>
    /// <exception cref="ConfinementException">This level cannot be had here.</exception>
    public static Process Start(SandboxLevel level, SandboxWorld world, SandboxProgram program)
    {
        var start = new SandboxProcess(level, world, program);
        new Thread(start.Run) { IsBackground = true, Name = "sandbox" }.Start();
        return start._started.Task.GetAwaiter().GetResult();
    }

    private void Run()
    {
        IReadOnlyList<int> held = [];
        try
        {
            held = GiveUpRights();
            var process = Process.Start(Command())!;
            _started.SetResult(process);
            process.WaitForExit();
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
        {
            _started.TrySetException(e as ConfinementException ?? new ConfinementException(e.Message, e));
        }
        finally
        {
            foreach (var file in held) _ = Native.Close(file);
        }
    }

    private IReadOnlyList<int> GiveUpRights()
    {
        // Values of a network namespace are reached from inside it alone; a plan without any gets an empty one.
        if (!_world.TouchesNetwork && Native.Unshare(Native.NewNetwork) != 0)
            throw new ConfinementException($"an empty network namespace could not be made ({Machine.Errno.Name(Native.Error)})");
        if (_level == SandboxLevel.Bubblewrap) return [];
        var writable = _world.Writable;
        MountView.Restrict(writable);
        var held = _level == SandboxLevel.Landlock ? Landlock.Restrict(Readable(), writable) : [];
        Capabilities.Limit();
        return held;
    }

    private IEnumerable<string> Readable() =>
    [
        "/usr", "/lib", "/lib64", "/proc", "/sys", "/etc/ld.so.cache", "/dev/null", "/dev/random", "/dev/urandom",
        .. _program.Folders, .. _world.Root == "/" ? Array.Empty<string>() : [_world.Root],
    ];

    private ProcessStartInfo Command()
    {
        var start = _level == SandboxLevel.Bubblewrap
            ? new ProcessStartInfo(Bubblewrap.Program, Bubblewrap.Arguments(_world, _program))
            : new ProcessStartInfo(_program.File, [.. _program.Arguments, _world.Root]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.WorkingDirectory = "/";
        start.Environment.Clear();
        foreach (var (name, value) in SandboxProgram.Variables) start.Environment[name] = value;
        return start;
    }
}
