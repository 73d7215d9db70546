using System.Diagnostics;
using System.Runtime.InteropServices;
using Kernward.Confinement;
using Kernward.Escapes;
using Kernward.Tests.Support;

namespace Kernward.Tests.Confinement;

/// <summary>
/// Something to take: a file that a plan may write, and around it what it may not; a process of root without capabilities, which
/// a sandboxed root without any could reach if only capabilities kept them apart; and a directory left open for whoever is started.
/// </summary>
internal sealed partial class Camp : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Process _bystander;
    private readonly int _pipe, _leftOpen, _leftWritable;

    public Camp()
    {
        _directory.With("allowed", "1\n").With("other", "kept\n").With("script", "#!/bin/sh\nexit 0\n");
        File.SetUnixFileMode(At("script"), (UnixFileMode)0x1ed);
        File.CreateSymbolicLink(At("link"), At("other"));
        Assert.Equal(0, MakeNode(At("pipe"), 0x1180, 0));
        // /dev/zero under another name: it can be written to without harm.
        Assert.Equal(0, MakeNode(At("device"), 0x2180, 0x105));
        _pipe = Open(At("pipe"), 0x802);
        _leftOpen = Open(_directory.Path, 0x200000);
        _leftWritable = Open(At("other"), 1);
        _bystander = Capless(() => Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec sleep 300 <other"])
        {
            WorkingDirectory = _directory.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        })!);
    }

    public Surroundings Surroundings => new(_directory.Path, Environment.ProcessId, _bystander.Id);

    /// <summary>The allowed file as a plan's world has it: of the whole machine.</summary>
    public SandboxWorld World => new("/", [At("allowed")[1..], "proc/sys/kernel/domainname"]);

    public static SandboxProgram Enemy(params string[] arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "kernward-escapes"), arguments);

    public string At(string name) => Path.Combine(_directory.Path, name);

    /// <summary>What must be as it was, whatever was tried.</summary>
    public void CheckUntouched()
    {
        Assert.Equal("kept\n", File.ReadAllText(At("other")));
        Assert.True(new FileInfo(At("allowed")).Length <= 1 << 16);
        Assert.Equal(["allowed", "device", "link", "other", "pipe", "script"], Directory.GetFileSystemEntries(_directory.Path).Select(Path.GetFileName).Order());
        Assert.False(_bystander.HasExited);
    }

    public void Dispose()
    {
        foreach (var file in new[] { _pipe, _leftOpen, _leftWritable }) _ = Close(file);
        _bystander.Kill();
        _bystander.WaitForExit();
        _bystander.Dispose();
        _directory.Dispose();
    }

    private static Process Capless(Func<Process> start)
    {
        Process? started = null;
        var thread = new Thread(() =>
        {
            Capabilities.Limit();
            started = start();
        });
        thread.Start();
        thread.Join();
        return started!;
    }

    [LibraryImport("libc", EntryPoint = "mknod", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNode(string path, uint mode, ulong device);

    /// <summary>Without O_CLOEXEC, as a program that knows no better leaves its files.</summary>
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
