using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Kernward.Domain;
using Microsoft.Win32.SafeHandles;

namespace Kernward.Execution;

/// <summary>A lock, or null with who has it (<c>pid 812 (kernward-worker ...)</c>).</summary>
public sealed record LockAttempt(HostLock? Lock, string Holder);

/// <summary>
/// One change at a time on a host, whoever makes it: flock(2) on a file in the state directory, which the kernel gives up when
/// its holder dies, however it dies.
/// </summary>
public sealed partial class HostLock : IDisposable
{
    private const int Exclusive = 2, NonBlocking = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private HostLock(FileStream file) => _file = file;

    /// <summary>
    /// Tries until <paramref name="wait"/> is over; <paramref name="command"/> is what others are told. Throws
    /// <see cref="JournalException"/> where the directory cannot be written.
    /// </summary>
    public static async Task<LockAttempt> AcquireAsync(
        string stateDirectory, string command, TimeSpan wait, TimeProvider time, CancellationToken cancel)
    {
        var path = Path.Combine(stateDirectory, "lock");
        var started = time.GetTimestamp();
        while (true)
        {
            if (TryTake(path, command) is { } taken) return new LockAttempt(taken, "");
            if (time.GetElapsedTime(started) >= wait) return new LockAttempt(null, Holder(path));
            await Task.Delay(Pause, time, cancel).ConfigureAwait(false);
        }
    }

    public void Dispose() => _file.Dispose();

    private static HostLock? TryTake(string path, string command)
    {
        FileStream? file = null;
        try
        {
            StateDirectory.Make(Path.GetDirectoryName(path)!);
            // Shared in the sense of FileStream, because its own locks can be switched off by an environment variable.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (Flock(file.SafeFileHandle, Exclusive | NonBlocking) != 0) return null;
            SayWho(file, command);
            var taken = new HostLock(file);
            file = null;
            return taken;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the lock {path} cannot be used: {e.Message}", e);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Only told to others, so that a full disk does not keep anyone from locking.</summary>
    private static void SayWho(FileStream file, string command)
    {
        try
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"pid {Environment.ProcessId} ({command})\n")));
            file.Flush();
        }
        catch (IOException)
        {
            // The lock holds all the same.
        }
    }

    private static string Holder(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadLine() is { Length: > 0 } line ? Shown.Safe(line) : "another process";
        }
        catch (IOException)
        {
            return "another process";
        }
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
