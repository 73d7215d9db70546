using System.Runtime.ExceptionServices;
using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>
/// A network namespace that is held open, so that it stays, and into which threads go. What is started by a thread inside is inside.
/// </summary>
internal sealed class OpenNamespace : IDisposable
{
    /// <summary>Magic number of the file system in which the kernel shows namespaces.</summary>
    private const long NamespaceFiles = 0x6e736673;

    private int _file;

    private OpenNamespace(int file) => _file = file;

    /// <summary>Null where the path does not lead to the namespace of that number (any more).</summary>
    public static OpenNamespace? TryOpen(string path, ulong number)
    {
        var file = Native.Open(path, Native.CloseOnExec);
        if (file < 0) return null;
        if (FileNumber.FileSystem(file) == NamespaceFiles && FileNumber.Of(file) == number) return new OpenNamespace(file);
        _ = Native.Close(file);
        return null;
    }

    /// <summary>Takes the calling thread inside. It needs CAP_SYS_ADMIN, and does not come back: the thread is to end there.</summary>
    /// <exception cref="ConfinementException">The kernel refuses it.</exception>
    public void Enter()
    {
        if (Native.SetNamespace(_file, Native.NewNetwork) != 0)
            throw new ConfinementException($"a network namespace could not be entered ({Errno.Name(Native.Error)})");
    }

    /// <summary>Does something inside, on a thread of its own, and waits for it.</summary>
    /// <exception cref="IOException">It could not be entered, or what the work itself throws.</exception>
    public T Within<T>(Func<T> work)
    {
        var (result, failure) = (default(T), (ExceptionDispatchInfo?)null);
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                result = work();
            }
            catch (IOException e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }) { IsBackground = true, Name = "network namespace" };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    public void Dispose()
    {
        if (_file >= 0) _ = Native.Close(_file);
        _file = -1;
    }
}
