using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Kernward.Llama.Native;

/// <summary>
/// The last lines that llama.cpp logged. llama.cpp has one log per process, so this is one per process too; it prints
/// nothing, and an exception quotes from it. Thread-safe.
/// </summary>
internal static unsafe class NativeLog
{
    private const int Capacity = 64;
    private const int Warning = 3;
    private const int Error = 4;

    private static readonly Lock Gate = new();
    private static readonly Queue<(int Level, string Text)> Lines = new();

    /// <summary>Takes the log over, and has the reason of an abort printed before the process ends.</summary>
    internal static void Install()
    {
        LlamaApi.LogSet(&Receive, 0);
        GgmlApi.SetAbortCallback(&Aborting);
    }

    /// <summary>Forgets what was logged, so that what follows belongs to one operation.</summary>
    internal static void Clear()
    {
        lock (Gate) Lines.Clear();
    }

    /// <summary>The errors logged since <see cref="Clear"/>, or the warnings where there are none; empty where nothing was logged.</summary>
    internal static string Complaints()
    {
        lock (Gate)
        {
            var errors = Lines.Where(l => l.Level == Error).ToList();
            var chosen = errors.Count > 0 ? errors : Lines.Where(l => l.Level == Warning).ToList();
            return string.Join(" ", chosen.Select(l => l.Text.Trim()).Distinct());
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Receive(int level, byte* text, nint state)
    {
        // Information, debug and progress lines are hundreds a load; keeping them would push out the one that matters.
        if (text == null || level is not (Warning or Error)) return;
        var line = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        lock (Gate)
        {
            if (Lines.Count == Capacity) Lines.Dequeue();
            Lines.Enqueue((level, line));
        }
    }

    /// <summary>A native abort cannot be caught; this is the only trace that the operator gets.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Aborting(byte* reason)
    {
        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(reason));
        using var error = Console.OpenStandardError();
        error.Write(Encoding.UTF8.GetBytes($"llama.cpp gave up and ends this process: {text} {Complaints()}\n"));
    }
}
