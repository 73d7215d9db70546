using System.Diagnostics;
using System.Text;

namespace Kernward.Confinement;

/// <summary>
/// A child that can write the files of one plan and nothing else. When it dies, hangs or is killed, the write that was under way
/// fails, and no other can be made through it. Not thread-safe.
/// </summary>
public sealed class Sandbox : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly int _pid;
    private readonly Stream _input, _output;
    private readonly Task<string> _errors;
    private readonly TimeSpan _patience;
    private bool _broken;

    private Sandbox(Process process, SandboxLevel level, TimeSpan patience)
    {
        (_process, Level, _patience) = (process, level, patience);
        (_pid, _input, _output) = (process.Id, process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        _errors = process.StandardError.ReadToEndAsync();
    }

    public SandboxLevel Level { get; }

    public bool IsUsable => !_broken;

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
            var said = Encoding.UTF8.GetString(sandbox.Receive(StartPatience));
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
            _input.Write(Frames.Framed([.. Encoding.UTF8.GetBytes(path), 0, .. value]));
            _input.Flush();
            answer = Receive(_patience);
        }
        catch (IOException)
        {
            _broken = true;
            throw;
        }
        if (answer.Length == 0) return;
        var text = Encoding.UTF8.GetString(answer).Split('\0', 2);
        throw new IOException(text[^1], int.TryParse(text[0], out var error) ? error : 0);
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
            Dispose();
            throw new IOException($"the sandbox did not answer within {patience.TotalSeconds:0} s and was ended", e);
        }
        catch (EndOfStreamException e)
        {
            throw new IOException($"the sandbox ended{How()}", e);
        }
    }

    /// <summary>Killed by the kernel for a forbidden system call, or by somebody, or with words of its own.</summary>
    private string How()
    {
        const int badSystemCall = 128 + 31;
        try
        {
            _errors.Wait(TimeSpan.FromSeconds(1));
            var said = _errors.IsCompletedSuccessfully ? Domain.Shown.Safe(_errors.Result.Trim(), 300) : "";
            if (!_process.WaitForExit(TimeSpan.FromSeconds(1))) return "";
            return _process.ExitCode == badSystemCall
                ? ": the kernel killed it for a forbidden system call"
                : $" with code {_process.ExitCode}{(said.Length > 0 ? ": " + said : "")}";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
