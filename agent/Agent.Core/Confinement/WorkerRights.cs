using System.Diagnostics;

namespace Kernward.Confinement;

/// <summary>
/// The capabilities that the worker's catalogue and its sandboxes need, and no other: whoever takes it over cannot load a module,
/// trace another user's process, open a raw socket or change the clock.
/// </summary>
public static class WorkerRights
{
    /// <summary>
    /// Numbers of linux/capability.h: CHOWN for its socket, DAC_OVERRIDE for knobs that are not root's own, SETGID and SETPCAP to take rights
    /// from children, NET_ADMIN for net.*, SYS_PTRACE to tell namespaces apart, SYS_ADMIN to make the sandboxes' mounts, SYS_RESOURCE for
    /// limits above the hard ones.
    /// </summary>
    private static readonly int[] Kept = [0, 1, 6, 8, 12, 19, 21, 24];

    /// <summary>Starts a program with these alone. The thread that does it is given up, as it has no more than these itself.</summary>
    /// <exception cref="IOException">A right could not be taken, or the program not be started.</exception>
    public static Process Start(ProcessStartInfo program)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                if (Environment.IsPrivilegedProcess) Capabilities.Limit(Kept);
                started.SetResult(Process.Start(program)!);
            }
            catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
            {
                started.SetException(e);
            }
        }) { IsBackground = true, Name = "start of the worker" }.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// For a worker that was started with more: it starts itself again with these. Returns only where that was not needed.
    /// </summary>
    /// <exception cref="ConfinementException">A right could not be taken.</exception>
    public static void Ensure(IEnumerable<string> arguments)
    {
        var allowed = 0UL;
        foreach (var capability in Kept) allowed |= 1UL << capability;
        if ((Capabilities.Of("self").Capabilities & ~allowed) == 0) return;
        Capabilities.Limit(Kept);
        var self = SandboxProgram.Self([.. arguments]);
        Native.Execute(self.File, [self.File, .. self.Arguments]);
        throw new ConfinementException($"{self.File} could not be started again with fewer rights ({Machine.Errno.Name(Native.Error)})");
    }
}
