using System.Diagnostics;
using System.Text;

namespace Kernward.Confinement;

/// <summary>
/// A child that can write the files of one plan and nothing else. When it dies, hangs or is killed, the write that was under way
/// fails, and no other can be made through it. Not thread-safe.
/// </summary>
public sealed class Sandbox : IDisposable
{
    /// <summary>Characters of what the child says that a person gets to see.</summary>
    private const int LongestWords = 300;

    /// <summary>Exit codes of a child that a signal of these ended: SIGSYS, SIGXCPU and SIGXFSZ.</summary>
    private static readonly Dictionary<int, string> Crimes = new()
    {
        [128 + 31] = "a forbidden system call", [128 + 24] = "taking more CPU time than it may", [128 + 25] = "writing more than a file may hold",
    };

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Stream _input, _output;
    private readonly Task<string> _errors;
    private readonly TimeSpan _patience;
    private bool _broken;

    private Sandbox(Process process, SandboxLevel level, TimeSpan patience)
    {
        (_process, Level, _patience) = (process, level, patience);
        (ProcessId, _input, _output) = (process.Id, process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        _errors = FirstWords(process.StandardError);
    }

    public SandboxLevel Level { get; }

    /// <summary>Of what was started: the child, or bubblewrap, whose grandchild it is.</summary>
    internal int ProcessId { get; }

    public bool IsUsable => !_broken && !_process.HasExited;

    /// <summary>
    /// Starts one at this level, and returns when it has shown that it is confined. <paramref name="patience"/>: how long one write
    /// may take (memory.high gives memory back before it returns).
    /// </summary>
    /// <exception cref="ConfinementException">This level cannot be had here, with the reason.</exception>
    public static Sandbox Start(SandboxLevel level, SandboxWorld world, SandboxProgram program, TimeSpan patience)
    {
        var sandbox = new Sandbox(SandboxProcess.Start(level, world, program), level, patience);
        try
        {
            var said = Domain.Shown.Safe(Encoding.UTF8.GetString(sandbox.Receive(StartPatience)), LongestWords);
            if (said.Length > 0) throw new ConfinementException($"the {level.Word()} sandbox is not tight: {said}");
            return sandbox;
        }
        catch (IOException e)
        {
            sandbox.Dispose();
            throw e as ConfinementException ?? new ConfinementException($"a {level.Word()} sandbox could not be started: {e.Message}", e);
        }
    }

    /// <summary>Writes a value in one write(2) call to one of the files.</summary>
    /// <exception cref="IOException">With the errno's name; or it has ended, with why.</exception>
    public void Write(string path, ReadOnlySpan<byte> value)
    {
        byte[] answer;
        try
        {
            Send(Frames.Framed([.. Encoding.UTF8.GetBytes(path), 0, .. value]));
            answer = Receive(_patience);
        }
        catch (IOException)
        {
            _broken = true;
            throw;
        }
        if (answer.Length == 0) return;
        var text = Encoding.UTF8.GetString(answer).Split('\0', 2);
        // The child's words are believed no more than its deeds: they end up on a terminal.
        throw new IOException(Domain.Shown.Safe(text[^1], LongestWords), int.TryParse(text[0], out var error) ? error : 0);
    }

    public void Dispose()
    {
        _broken = true;
        try
        {
            _process.Kill(entireProcessTree: false);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }
        _input.Dispose();
        _output.Dispose();
    }

    /// <summary>With patience as well: a child that does not read fills its pipe.</summary>
    private void Send(byte[] frame)
    {
        try
        {
            _input.WriteAsync(frame).AsTask().WaitAsync(_patience).GetAwaiter().GetResult();
            _input.Flush();
        }
        catch (TimeoutException e)
        {
            throw GivenUp(_patience, e);
        }
    }

    private byte[] Receive(TimeSpan patience)
    {
        var head = Exactly(4, patience);
        var length = BitConverter.ToInt32(head);
        if (length is < 0 or > Frames.Longest) throw new IOException("the sandbox made no sense");
        return Exactly(length, patience);
    }

    private byte[] Exactly(int count, TimeSpan patience)
    {
        var buffer = new byte[count];
        using var cancel = new CancellationTokenSource(patience);
        try
        {
            _output.ReadExactlyAsync(buffer, cancel.Token).AsTask().WaitAsync(patience).GetAwaiter().GetResult();
            return buffer;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            throw GivenUp(patience, e);
        }
        catch (EndOfStreamException e)
        {
            throw Ended(e);
        }
    }

    private IOException GivenUp(TimeSpan patience, Exception inner)
    {
        Dispose();
        return new IOException($"the sandbox did not answer within {patience.TotalSeconds:0} s and was ended", inner);
    }

    /// <summary>Killed by the kernel for what no plan needs, or by somebody, or with words of its own.</summary>
    private IOException Ended(EndOfStreamException inner)
    {
        try
        {
            if (!_process.WaitForExit(TimeSpan.FromSeconds(1))) return new IOException("the sandbox ended", inner);
            if (Crimes.TryGetValue(_process.ExitCode, out var crime))
                return new ConfinementException($"the kernel killed the sandbox for {crime}", inner) { IsViolation = true };
            _errors.Wait(TimeSpan.FromSeconds(1));
            var said = _errors.IsCompletedSuccessfully ? Domain.Shown.Safe(_errors.Result.Trim(), LongestWords) : "";
            return new IOException($"the sandbox ended with code {_process.ExitCode}{(said.Length > 0 ? ": " + said : "")}", inner);
        }
        catch (InvalidOperationException)
        {
            return new IOException("the sandbox ended", inner);
        }
    }

    /// <summary>All is read, so that the child does not wait, and little is kept, so that it cannot fill this process's memory.</summary>
    private static async Task<string> FirstWords(StreamReader reader)
    {
        var (head, rest) = (new char[LongestWords], new char[1024]);
        var length = await reader.ReadBlockAsync(head.AsMemory());
        while (await reader.ReadAsync(rest.AsMemory()) > 0)
        {
            // Nothing is done with it.
        }
        return new string(head, 0, length);
    }
}
