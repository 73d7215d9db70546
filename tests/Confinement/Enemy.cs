using System.Diagnostics;
using System.Text;
using Kernward.Confinement;
using Kernward.Escapes;

namespace Kernward.Tests.Confinement;

/// <summary>One child that tries what it is told; at <see cref="SandboxLevel.None"/> it is an ordinary process of root.</summary>
internal sealed class Enemy(Camp camp, SandboxLevel level) : IDisposable
{
    public const string Violation = "killed: a forbidden system call";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private Sandbox? _sandbox;

    /// <summary>What became of it: refused, SUCCEEDED or killed; where it was killed, the next attempt has another process.</summary>
    public string Try(Attempt attempt)
    {
        if (level == SandboxLevel.None) return Outside(attempt);
        try
        {
            _sandbox ??= Sandbox.Start(level, camp.World, Camp.Enemy(), Patience);
            _sandbox.Write(attempt.Name, Encoding.UTF8.GetBytes(camp.Surroundings.ToString()));
            return "SUCCEEDED: it answered nothing";
        }
        catch (IOException e)
        {
            if (_sandbox is { IsUsable: false }) End();
            return e is ConfinementException { IsViolation: true } ? Violation : e.Message;
        }
    }

    public void Dispose() => End();

    private string Outside(Attempt attempt)
    {
        var start = new ProcessStartInfo(Camp.Enemy().File, [Escapes.Program.Unsealed]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardInput.BaseStream.Write(Frames.Framed(Encoding.UTF8.GetBytes($"{attempt.Name}\0{camp.Surroundings}")));
        process.StandardInput.Close();
        var frames = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(frames);
        process.WaitForExit();
        // An empty frame for the start, then four bytes of length, an errno of 0 and a NUL.
        return frames.Length < 10 ? "it ended" : Encoding.UTF8.GetString(frames.ToArray().AsSpan(10));
    }

    private void End()
    {
        _sandbox?.Dispose();
        _sandbox = null;
    }
}
