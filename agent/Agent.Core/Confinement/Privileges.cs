using System.Runtime.InteropServices;

namespace Kernward.Confinement;

/// <summary>Takes root's rights from this process for good, all threads of it, and makes sure that they are gone.</summary>
public static partial class Privileges
{
    /// <summary>
    /// Becomes <paramref name="user"/>: no capability, no new privileges, no other group, and no system call that changes a machine
    /// or a name space; no sockets but local ones unless <paramref name="network"/>.
    /// </summary>
    /// <exception cref="ConfinementException">Something is left; the process must not go on.</exception>
    public static void Drop(ServiceUser user, bool network)
    {
        // These three are of the whole process: the C library has every thread do them. With the last root id go all capabilities.
        Native.Check(SetGroups(0, 0), "groups could not be left");
        Native.Check(SetGroupIds(user.Group, user.Group, user.Group), $"group {user.Group} could not be taken");
        Native.Check(SetUserIds(user.Id, user.Id, user.Id), $"user {user.Name} could not be taken");
        CallFilter.SealMind(network);
        Verify(user);
    }

    /// <summary>For the worker, which stays root: no system call that its work never needs.</summary>
    /// <exception cref="ConfinementException">The kernel takes no filter.</exception>
    public static void SealWorker() => CallFilter.SealWorker();

    /// <summary>What is asked of the kernel, thread by thread.</summary>
    private static void Verify(ServiceUser user)
    {
        foreach (var thread in Directory.GetDirectories("/proc/self/task").Select(Path.GetFileName))
        {
            if (TryRights(thread!) is not { } rights) continue;
            if (!rights.AreNone || rights.User != user.Id || !rights.Filtered)
                throw new ConfinementException($"thread {thread} still has rights: user {rights.User}, capabilities {rights.Capabilities:x}");
        }
        if (SetUserIds(0, 0, 0) == 0) throw new ConfinementException("root's rights could be taken back");
    }

    /// <summary>Null for a thread that has ended meanwhile.</summary>
    private static ThreadRights? TryRights(string thread)
    {
        try
        {
            return Capabilities.Of("self/task/" + thread);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static partial int SetGroups(nint count, nint groups);

    [LibraryImport("libc", EntryPoint = "setresgid", SetLastError = true)]
    private static partial int SetGroupIds(uint real, uint effective, uint saved);

    [LibraryImport("libc", EntryPoint = "setresuid", SetLastError = true)]
    private static partial int SetUserIds(uint real, uint effective, uint saved);
}
