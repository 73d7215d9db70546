using System.Diagnostics;

namespace Kernward.Tests.Launcher;

/// <summary>
/// A copy of the launcher among a few empty sources, with a dotnet, a node and an npm that only write down that they were
/// called: the launcher's own logic, without a real build.
/// </summary>
internal sealed class LauncherSandbox : IDisposable
{
    private const string Dotnet = """
        #!/bin/bash
        echo "$1" >>"$CALLS"
        case $1 in
            --list-sdks) echo "${SDK:-10.0.100} [/opt/sdks/sdk]" ;;
            publish)
                [[ -n ${BREAK:-} ]] && { echo "Program.cs(1,1): error CS1002: ; expected"; exit 1; }
                mkdir -p artifacts/kernward.new
                printf '#!/bin/bash\nprintf "[%%s]" ran "$@"\nexit 20\n' >artifacts/kernward.new/kernward
                chmod +x artifacts/kernward.new/kernward ;;
            test)
                mkdir -p artifacts/test-results
                [[ -n ${COUNTERS:-} ]] && echo "<ResultSummary><Counters $COUNTERS /></ResultSummary>" >artifacts/test-results/a.trx
                exit "${TEST_CODE:-0}" ;;
        esac
        """;

    private const string Npm = """
        #!/bin/bash
        echo npm >>"$CALLS"
        mkdir -p node_modules
        touch node_modules/.package-lock.json
        [[ -n ${OFFLINE:-} ]] || mkdir -p node_modules/@node-llama-cpp/linux-{x64,arm64}
        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("kernward-launcher-");

    internal LauncherSandbox(params string[] tools)
    {
        File.Copy(Path.Combine(RepositoryRoot(), "kernward"), InRoot("kernward"));
        foreach (var file in new[] { "Agent.sln", "package-lock.json", "agent/Program.cs", "plugins/One.cs", "prompts/one.md" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(InRoot(file))!);
            File.WriteAllText(InRoot(file), "");
        }
        Directory.CreateDirectory(InRoot("bin"));
        foreach (var tool in tools) AddTool(tool, tool switch { "dotnet" => Dotnet, "npm" => Npm, _ => "#!/bin/bash\n" });
    }

    /// <summary>With everything that it needs.</summary>
    internal static LauncherSandbox Complete() => new("dotnet", "node", "npm");

    /// <summary>What is run, from the sandbox's root.</summary>
    internal string Program { get; set; } = "kernward";

    /// <summary>What the tools were called for, in order.</summary>
    internal string[] Calls => File.Exists(InRoot("calls")) ? File.ReadAllLines(InRoot("calls")) : [];

    internal string InRoot(string path) => Path.Combine(root.FullName, path);

    /// <summary>Runs the launcher with the sandbox's tools, and the system's basic ones unless <paramref name="bare"/>.</summary>
    internal (int Code, string Out, string Error) Run(string arguments = "", bool bare = false, params (string Name, string Value)[] settings)
    {
        using var process = Start(arguments, bare, settings);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    internal Process Start(string arguments = "", bool bare = false, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("/bin/bash", $"{InRoot(Program)} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Clear();
        start.Environment["PATH"] = bare ? InRoot("bin") : $"{InRoot("bin")}:/usr/bin:/bin";
        start.Environment["CALLS"] = InRoot("calls");
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public void Dispose() => root.Delete(recursive: true);

    private void AddTool(string name, string script)
    {
        File.WriteAllText(InRoot("bin/" + name), script + "\n");
#pragma warning disable CA1416 // Linux only, as the launcher is.
        File.SetUnixFileMode(InRoot("bin/" + name), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
#pragma warning restore CA1416
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Agent.sln"))) directory = directory.Parent;
        return directory.FullName;
    }
}
