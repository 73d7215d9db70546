using System.Diagnostics;

namespace Kernward.Demo;

/// <summary>One part of the stage as a running process. It ends with its standard input, so with this process.</summary>
internal sealed class DemoChild : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(1);

    private readonly string name;
    private readonly Process process;
    private readonly ManualResetEventSlim ready = new();
    private readonly Action<string> onLine;
    private volatile string firstLine = "";
    private volatile string complaint = "";

    /// <summary>Starts it and waits until it says that it is ready; later lines go to <paramref name="onLine"/>.</summary>
    /// <exception cref="DemoException">It ended, or was not ready in time.</exception>
    internal DemoChild(string name, IEnumerable<string> arguments, Action<string>? onLine = null)
    {
        this.name = name;
        this.onLine = onLine ?? (_ => { });
        var start = SelfProgram.Start(["demo-part", name, .. arguments]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Receive(line.Data);
        process.ErrorDataReceived += (_, line) => complaint = line.Data ?? complaint;
        process.Exited += (_, _) => ready.Set();
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        WaitUntilReady();
    }

    internal int Id => process.Id;

    internal bool HasEnded => process.HasExited;

    /// <summary>What stands after <c>ready</c>: the server's port.</summary>
    internal string Announced => firstLine["ready".Length..].Trim();

    /// <summary>Asks it to end by closing its input, and kills it if it does not within a second.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            try { process.StandardInput.Close(); }
            catch (IOException) { /* It has just ended by itself. */ }
            if (!process.WaitForExit(EndPatience)) process.Kill();
            process.WaitForExit(EndPatience);
        }
        process.Dispose();
    }

    /// <summary>Why it is not running any more: its last words may arrive after the news of its end.</summary>
    internal DemoException Ended()
    {
        if (process.HasExited) process.WaitForExit();
        return new DemoException(
            $"The demo's {name} ended early ({(complaint.Length > 0 ? complaint : "it said nothing")}).",
            "Run the demo again; if it stays so, run 'kernward demo-part' to see the part alone.");
    }

    private void Receive(string? line)
    {
        if (line is null) return;
        if (firstLine.Length > 0)
        {
            onLine(line);
            return;
        }
        firstLine = line;
        ready.Set();
    }

    private void WaitUntilReady()
    {
        var inTime = ready.Wait(StartPatience);
        if (inTime && firstLine.StartsWith("ready", StringComparison.Ordinal)) return;
        var failure = inTime
            ? Ended()
            : new DemoException($"The demo's {name} was not ready after {StartPatience.TotalSeconds:0} s.", "The machine is very busy: try again later.");
        Dispose();
        throw failure;
    }
}
