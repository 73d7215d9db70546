using System.Diagnostics;
using System.Text;
using Kernward.Confinement;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Confinement;

/// <summary>Which level is taken, and what happens where none is to be had.</summary>
public sealed class SandboxWriterTests
{
    private const string File = "proc/sys/vm/swappiness";
    private static readonly SandboxProgram Missing = new("/nowhere/kernward-worker", []);

    [RootFact]
    public void A_level_that_cannot_be_had_is_passed_over_and_the_next_is_named()
    {
        using var root = new TemporaryDirectory().With(File, "60\n");
        using var writer = new SandboxWriter(root.Path, Camp.Enemy(Escapes.Program.Picky), SandboxLevel.Namespace);
        Assert.Equal(Landlock.Version > 0 ? "landlock" : "namespace", writer.Confine([File], givesBack: false));
    }

    [RootFact]
    public void Below_the_minimum_nothing_is_written_and_every_level_has_its_reason()
    {
        using var root = new TemporaryDirectory().With(File, "60\n");
        using var writer = new SandboxWriter(root.Path, Missing, SandboxLevel.Namespace);
        var e = Assert.Throws<ConfinementException>(() => writer.Confine([File], givesBack: false));
        Assert.StartsWith("no sandbox of level namespace or better is to be had here: bubblewrap: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("; landlock: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("; namespace: ", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsViolation);
        Assert.ThrowsAny<IOException>(() => writer.Write(File, "1"u8));
        Assert.Equal("60\n", System.IO.File.ReadAllText(Path.Combine(root.Path, File)));
    }

    [RootFact]
    public void An_old_value_is_given_back_even_so_and_that_is_said()
    {
        using var root = new TemporaryDirectory().With(File, "10\n");
        using var writer = new SandboxWriter(root.Path, Missing, SandboxLevel.Namespace);
        Assert.Equal("none", writer.Confine([File], givesBack: true));
        writer.Write(File, "60\n"u8);
        Assert.Equal("60\n", System.IO.File.ReadAllText(Path.Combine(root.Path, File)));
    }

    [RootFact]
    public void A_write_to_a_file_that_was_not_announced_is_a_violation()
    {
        using var root = new TemporaryDirectory().With(File, "60\n").With("etc/passwd", "kept\n");
        using var writer = new SandboxWriter(root.Path, Camp.Enemy(), SandboxLevel.Namespace);
        writer.Confine([File], givesBack: false);
        var e = Assert.Throws<ConfinementException>(() => writer.Write("etc/passwd", "x"u8));
        Assert.True(e.IsViolation);
        Assert.Equal("etc/passwd is not among the files of this plan", e.Message);
    }

    [RootFact]
    public async Task The_child_refuses_to_work_where_nothing_confines_it()
    {
        using var child = Process.Start(new ProcessStartInfo(WorkerCommand.Find(""), ["--execute", "/"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.Equal(1, child.ExitCode);
        Assert.EndsWith("a thread of it still has capabilities", said, StringComparison.Ordinal);
    }
}
