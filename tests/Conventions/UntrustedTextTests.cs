using System.Text.RegularExpressions;
using Kernward.Tests.Support;

namespace Kernward.Tests.Conventions;

/// <summary>
/// Never executed, never used as a path: the few places that start processes or open files by name are listed here, each with
/// where its names come from. Whoever needs another adds it where everybody sees it.
/// </summary>
public sealed partial class UntrustedTextTests
{
    /// <summary>Programs by a path of the installation, or this program itself; arguments of settings and flags.</summary>
    private static readonly string[] Starters =
        [
        "agent/Agent.Core/Confinement/", "agent/Agent.Core/Worker/WorkerClient.cs", "agent/Agent/Benchmarking/Benchmarks.cs",
        "agent/Agent/Demo/DemoChild.cs", "agent/Agent/Demo/NetworkNamespace.cs", "agent/Agent/Demo/SelfProgram.cs", "agent/Agent/Demo/StageProcess.cs",
        "agent/Agent/Torture/",
    ];

    /// <summary>Files of the installation, of settings, of flags, of the state directory, and the demo's own; the host only through its door.</summary>
    private static readonly string[] Openers =
    [
        "agent/Agent.Core/Audit/", "agent/Agent.Core/Confinement/", "agent/Agent.Core/Execution/HostLock.cs", "agent/Agent.Core/Execution/JournalDamage.cs", "agent/Agent.Core/Execution/JournalSchema.cs", "agent/Agent.Core/Execution/StateDirectory.cs",
        "agent/Agent.Core/History/HistoryPlace.cs", "agent/Agent.Core/History/HistoryReader.cs",
        "agent/Agent.Core/Machine/CaptureWriter.cs", "agent/Agent.Core/Machine/CapturedHost.cs", "agent/Agent.Core/Machine/Libc.cs",
        "agent/Agent.Core/Machine/DirectoryHandle.cs", "agent/Agent.Core/Machine/KernelLog.cs", "agent/Agent.Core/Machine/Libc.Files.cs",
        "agent/Agent.Core/Machine/LiveHost.cs", "agent/Agent.Core/Machine/LiveHostWriter.cs",
        "agent/Agent.Core/Machine/NetworkNamespace.cs", "agent/Agent.Core/Policy/PolicyFile.cs", "agent/Agent.Core/Worker/WorkerSocket.cs",
        "agent/Agent.Llama/Gguf/GgufHeader.cs", "agent/Agent.Llama/Native/", "agent/Agent/Benchmarking/BusyHost.cs",
        "agent/Agent/Benchmarking/WorkerBench.cs", "agent/Agent/Cli/ApplyCommand.cs",
        "agent/Agent/Cli/AuditFailures.cs",
        "agent/Agent/Cli/CaptureCommand.cs", "agent/Agent/Cli/IntentCommand.cs", "agent/Agent/Cli/Logging.cs", "agent/Agent/Demo/", "agent/Agent/Language/Prompts.cs",
        "agent/Agent/Pipeline/Hands.cs", "agent/Agent/Pipeline/Rights.cs", "agent/Agent/Scenarios/Scenario.cs", "agent/Agent/Torture/", "agent/Agent/Settings/",
    ];

    [Fact]
    public void Only_listed_places_start_processes() => Assert.Empty(Strangers(StartPattern(), Starters));

    [Fact]
    public void Only_listed_places_open_files_by_name() => Assert.Empty(Strangers(OpenPattern(), Openers));

    [Fact]
    public void No_place_is_listed_that_needs_it_no_more()
    {
        Assert.All(Starters, place => Assert.Contains(Sources(), source => IsIn(source.Name, [place]) && StartPattern().IsMatch(source.Text)));
        Assert.All(Openers, place => Assert.Contains(Sources(), source => IsIn(source.Name, [place]) && OpenPattern().IsMatch(source.Text)));
    }

    [Fact]
    public void Nothing_knows_a_shell_but_the_torture_of_journals_with_a_script_of_its_own() =>
        Assert.Empty(Strangers(ShellPattern(), ["agent/Agent/Torture/Faults/JournalFaults.cs"]));

    [Theory]
    [InlineData("Process.Start(name)")]
    [InlineData("using var run = new Process();")]
    [InlineData("new ProcessStartInfo(\"ip\")")]
    [InlineData("[LibraryImport(\"libc\", EntryPoint = \"execve\")]")]
    public void A_start_is_seen(string planted) => Assert.Matches(StartPattern(), planted);

    [Theory]
    [InlineData("File.ReadAllText(process.Name)")]
    [InlineData("new StreamReader(unit)")]
    [InlineData("Directory.CreateDirectory(group)")]
    [InlineData("new FileStream(mount, options)")]
    [InlineData("new FileInfo(path)")]
    [InlineData("EntryPoint = \"open\"")]
    [InlineData("Libc.Open(name, flags)")]
    public void An_opening_is_seen(string planted) => Assert.Matches(OpenPattern(), planted);

    [Theory]
    [InlineData("\"/bin/sh\"")]
    [InlineData("new ProcessStartInfo(\"bash\", [\"-c\", text])")]
    [InlineData("UseShellExecute = true")]
    public void A_shell_is_seen(string planted) => Assert.Matches(ShellPattern(), planted);

    private static IEnumerable<string> Strangers(Regex pattern, string[] listed) =>
        Sources().Where(source => pattern.IsMatch(source.Text) && !IsIn(source.Name, listed)).Select(source => source.Name);

    private static bool IsIn(string name, string[] places) =>
        Array.Exists(places, place => place.EndsWith('/') ? name.StartsWith(place, StringComparison.Ordinal) : name == place);

    private static IEnumerable<(string Name, string Text)> Sources() =>
        from folder in new[] { "agent", "plugins" }
        from file in Directory.EnumerateFiles(Path.Combine(Fixtures.Repository(), folder), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal)
        select (Path.GetRelativePath(Fixtures.Repository(), file), File.ReadAllText(file));

    [GeneratedRegex("""\bProcess\.Start\(|new Process\b|\bProcessStartInfo\b[^?>]*[({]|EntryPoint = "(?:exec|posix_spawn|fork|vfork|system|popen)""")]
    private static partial Regex StartPattern();

    [GeneratedRegex("""(?<![.\w])(?:System\.IO\.)?File\.(?:Read|Write|Open|Append|Create|Move|Copy|Delete|SetUnix)\w*\(|(?<!\.)\bDirectory\.(?:Create|Enumerate|Delete|Move|GetFiles|GetDirectories)\w*\(|new (?:FileStream|StreamReader|StreamWriter|FileInfo|DirectoryInfo)\(|EntryPoint = "(?:open|openat|creat|rename|unlink|mkdir|rmdir)"|\bLibc\.(?:Open|OpenBeneath)\(""")]
    private static partial Regex OpenPattern();

    [GeneratedRegex("""/bin/(?:ba|da)?sh|"(?:ba|da|z)?sh"|UseShellExecute = true|"-c"|"sudo"(?:)""")]
    private static partial Regex ShellPattern();
}
