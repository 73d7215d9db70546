using System.Diagnostics;
using Kernward.Machine;

namespace Kernward.Tests.Worker;

/// <summary>A network namespace of the test's own, kept by a process in it or by a mount alone; disposing ends it.</summary>
internal sealed class NamespaceHolder : IDisposable
{
    private readonly Process? _process;
    private bool _ended;

    private NamespaceHolder(string path, Process? process) => (Path, _process) = (path, process);

    /// <summary>Leads to it, for nsenter(1).</summary>
    public string Path { get; }

    public static NamespaceHolder ByProcess()
    {
        var process = Process.Start("unshare", ["--net", "sleep", "3600"]);
        var path = $"/proc/{process.Id}/ns/net";
        Assert.True(SpinWait.SpinUntil(() => new FileInfo(path).LinkTarget is { } there && there != NetworkNamespace.Current(), TimeSpan.FromMinutes(1)));
        return new NamespaceHolder(path, process);
    }

    public static NamespaceHolder ByMount(string file)
    {
        File.WriteAllText(file, "");
        Run("unshare", $"--net={file}", "true");
        return new NamespaceHolder(file, null);
    }

    public string this[string file]
    {
        get => Run("nsenter", $"--net={Path}", "cat", file);
        set => Run("nsenter", $"--net={Path}", "sh", "-c", $"echo {value} > {file}");
    }

    /// <summary>The namespace goes with what keeps it.</summary>
    public void End()
    {
        if (_ended) return;
        _ended = true;
        if (_process is null) Run("umount", Path);
        else
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }

    public void Dispose() => End();

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said;
    }
}
