using System.Globalization;
using System.Text;
using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>
/// The child that executes a plan: it makes sure that it is confined, says so, and then writes what it is told to until its input
/// ends. It is one thread of system calls: nothing of it may start another.
/// </summary>
public static class SandboxChild
{
    private const int Input = 0, Output = 1;

    /// <summary>A file that no plan can have: whether it can be opened for writing shows whether the walls stand.</summary>
    private const string Forbidden = "/proc/sys/kernel/core_pattern";

    /// <summary>RLIMIT_ numbers: seconds of CPU, bytes of a file, of memory and of a core dump, open files, locked memory.</summary>
    private static readonly (int Resource, nuint Most)[] Limits = [(0, 30), (1, 1 << 16), (2, 256 << 20), (4, 0), (7, 64), (8, 0)];

    /// <summary>RLIMIT_AS, and bytes above what the runtime has reserved at the start: it counts every kind of memory, shared ones too.</summary>
    private const int AddressSpace = 9, MoreSpace = 64 << 20;

    /// <summary>Returns 0 at the end of the input, 1 where it is not confined: then it has written nothing.</summary>
    public static int Run(string root)
    {
        var said = Seal() ?? "";
        Frames.Send(Output, Encoding.UTF8.GetBytes(said));
        return said.Length > 0 ? 1 : Serve(new LiveHostWriter(root));
    }

    /// <summary>
    /// Takes from this process what is still left to it. Null, or why it is not confined. It believes nothing that was asked for:
    /// it looks at what the kernel says of every thread, and at a door that must not open.
    /// </summary>
    public static string? Seal()
    {
        try
        {
            // First, so that one that a person started by hand can say so and end as programs do.
            if (Threads().Any(rights => !rights.AreNone)) return "a thread of it still has capabilities";
            _ = Native.Control(Native.SetDeathSignal, Native.Kill, 0, 0, 0);
            SetLimits();
            CallFilter.SealChild();
            if (Threads().Any(rights => !rights.Filtered)) return "a thread of it has no system call filter";
            return Opens(Forbidden) ? $"{Forbidden} could be opened for writing" : null;
        }
        catch (ConfinementException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<ThreadRights> Threads() =>
        Directory.GetDirectories("/proc/self/task").Select(thread => Capabilities.Of("self/task/" + Path.GetFileName(thread)));

    private static bool Opens(string path)
    {
        var file = Native.Open(path, Libc.WriteOnly | Native.CloseOnExec);
        if (file >= 0) _ = Native.Close(file);
        return file >= 0;
    }

    private static void SetLimits()
    {
        foreach (var (resource, most) in Limits) SetLimit(resource, most);
        var pages = nuint.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture);
        SetLimit(AddressSpace, (pages * (nuint)Environment.SystemPageSize) + MoreSpace);
    }

    /// <summary>Soft one below the hard one where it is time: at the soft one the signal says what it is for.</summary>
    private static unsafe void SetLimit(int resource, nuint most)
    {
        var limit = new Native.Limit { Soft = most, Hard = most + (resource == 0 ? 1u : 0u) };
        if (Native.SetLimit(resource, &limit) != 0) throw new ConfinementException($"a limit could not be set ({Errno.Name(Native.Error)})");
    }

    /// <summary>A request is a path, a NUL and what to write; the answer is empty, or an errno, a NUL and what went wrong.</summary>
    private static int Serve(LiveHostWriter writer)
    {
        while (Frames.Receive(Input) is { } request)
        {
            var cut = Array.IndexOf(request, (byte)0);
            if (cut < 0) return 1;
            Frames.Send(Output, Encoding.UTF8.GetBytes(Write(writer, Encoding.UTF8.GetString(request, 0, cut), request.AsSpan(cut + 1))));
        }
        return 0;
    }

    private static string Write(LiveHostWriter writer, string path, ReadOnlySpan<byte> value)
    {
        try
        {
            writer.Write(path, value);
            return "";
        }
        catch (IOException e)
        {
            return $"{e.HResult}\0{e.Message}";
        }
    }
}
