using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Kernward.Confinement;
using Kernward.Domain;
using Kernward.Machine;
using Microsoft.Win32.SafeHandles;

namespace Kernward.Execution;

/// <summary>A lock, or null with who has it (<c>pid 812 (kernward-worker ...)</c>).</summary>
public sealed record LockAttempt(HostLock? Lock, string Holder);

/// <summary>
/// One change at a time on a host, whoever makes it: flock(2) on a file, which the kernel gives up when its holder dies, however
/// it dies. One file is in the state directory; another, on a live host, is where every installation looks, so that two of them
/// with different states do not both write.
/// </summary>
public sealed partial class HostLock : IDisposable
{
    private const int Exclusive = 2, NonBlocking = 4, Unlock = 8;
    private const int ReadWrite = 2, Create = 0x40, CloseOnExec = 0x80000, OwnerOnly = 0x180;

    /// <summary>
    /// How long a child may go on that a dead worker left behind: it has the lock then, and what is half done can be put right
    /// only after its last write.
    /// </summary>
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly IReadOnlyList<SafeFileHandle> _files;
    private bool _isShared;

    private HostLock(IReadOnlyList<SafeFileHandle> files) => _files = files;

    /// <summary>The directory that all installations on a live host share.</summary>
    public const string OfTheHost = "/run/kernward";

    /// <summary>
    /// Tries to have the lock of every directory until <paramref name="wait"/> is over; <paramref name="command"/> is what others
    /// are told. Throws <see cref="JournalException"/> where a directory cannot be written.
    /// </summary>
    public static async Task<LockAttempt> AcquireAsync(
        IReadOnlyList<string> directories, string command, TimeSpan wait, TimeProvider time, CancellationToken cancel)
    {
        var paths = directories.Select(directory => Path.Combine(directory, "lock")).ToList();
        var started = time.GetTimestamp();
        while (true)
        {
            if (TryTakeAll(paths, command, out var held) is { } taken) return new LockAttempt(taken, "");
            var holder = Holder(held);
            var isGone = IsGone(holder);
            if (isGone) StuckSandboxes.End(held);
            if (time.GetElapsedTime(started) >= (isGone && wait < LastWrite ? LastWrite : wait)) return new LockAttempt(null, holder);
            await Task.Delay(Pause, time, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Open files by which a process that gets them holds the lock too, until it ends.</summary>
    internal IReadOnlyList<int> Share()
    {
        _isShared = true;
        return [.. _files.Select(file => (int)file.DangerousGetHandle())];
    }

    /// <summary>
    /// One that no child was given is given up at once: a process that another thread starts at this moment has a copy of every open
    /// file until it has become its program.
    /// </summary>
    public void Dispose()
    {
        foreach (var file in _files)
        {
            if (!_isShared) _ = Flock(file, Unlock);
            file.Dispose();
        }
    }

    /// <summary>All or none, so that nobody waits for one while keeping another from others.</summary>
    private static HostLock? TryTakeAll(IReadOnlyList<string> paths, string command, out string held)
    {
        var files = new List<SafeFileHandle>();
        held = "";
        foreach (var path in paths)
        {
            if (TryTake(path) is { } file)
            {
                files.Add(file);
                continue;
            }
            foreach (var taken in files) taken.Dispose();
            held = path;
            return null;
        }
        foreach (var file in files) SayWho(file, command);
        return new HostLock(files);
    }

    /// <summary>Opened by system call, because FileStream takes locks of its own, which a variable of the environment can switch off.</summary>
    private static SafeFileHandle? TryTake(string path)
    {
        Made(path);
        var file = Open(path, ReadWrite | Create | CloseOnExec, OwnerOnly);
        if (file.IsInvalid) throw new JournalException($"the lock {path} cannot be used: {Errno.Name(Marshal.GetLastPInvokeError())}");
        if (Flock(file, Exclusive | NonBlocking) == 0) return file;
        file.Dispose();
        return null;
    }

    private static void Made(string path)
    {
        try
        {
            StateDirectory.Make(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the lock {path} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>Only told to others, so that a full disk does not keep anyone from locking.</summary>
    private static void SayWho(SafeFileHandle file, string command)
    {
        try
        {
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} ({command})\n")), 0);
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // The lock holds all the same. (The second is what a limit on the size of files looks like.)
        }
    }

    /// <summary>
    /// True where whoever took the lock is dead, be it that nobody has taken note of that yet: what holds it still is a last thread
    /// of it, or was started by it. One that is not named was killed before it said who it is.
    /// </summary>
    private static bool IsGone(string holder)
    {
        if (holder.Split(' ') is not ["pid", var pid, ..] || !pid.All(char.IsAsciiDigit)) return true;
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 1)..].TrimStart() is ['Z' or 'X', ..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static string Holder(string path)
    {
        using var file = Open(path, ReadWrite | CloseOnExec, 0);
        var content = new byte[256];
        var length = file.IsInvalid ? 0 : RandomAccess.Read(file, content, 0);
        var line = Encoding.UTF8.GetString(content, 0, length).Split('\n')[0];
        return line.Length > 0 ? Shown.Safe(line) : "another process";
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
