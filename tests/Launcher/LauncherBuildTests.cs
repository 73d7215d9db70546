namespace Kernward.Tests.Launcher;

public class LauncherBuildTests
{
    [Fact]
    public void Names_a_missing_sdk_in_one_sentence()
    {
        using var sandbox = new LauncherSandbox();
        var (code, _, error) = sandbox.Run(bare: true);
        Assert.Equal(69, code);
        Assert.Equal("kernward: the .NET SDK 10 is missing (no 'dotnet' on the PATH); install it, then run this again.\n", error);
    }

    [Fact]
    public void Calls_an_older_sdk_missing_and_says_which_is_there()
    {
        using var sandbox = LauncherSandbox.Complete();
        var (code, _, error) = sandbox.Run(settings: ("SDK", "8.0.404"));
        Assert.Equal(69, code);
        Assert.Contains("8.0.404", Assert.Single(Lines(error)));
    }

    [Theory]
    [InlineData("node", "npm")]
    [InlineData("npm", "node")]
    public void Names_a_missing_half_of_node_in_one_sentence(string missing, string there)
    {
        using var sandbox = new LauncherSandbox("dotnet", there);
        var (code, _, error) = sandbox.Run(bare: true);
        Assert.Equal(69, code);
        Assert.Contains($"no '{missing}' on the PATH", Assert.Single(Lines(error)));
    }

    [Fact]
    public void Under_sudo_says_that_the_path_is_shorter()
    {
        using var sandbox = new LauncherSandbox();
        Assert.Contains("without sudo", sandbox.Run(bare: true, settings: ("SUDO_USER", "ann")).Error);
    }

    [Fact]
    public void Builds_both_binaries_on_first_use_then_becomes_the_binary()
    {
        using var sandbox = LauncherSandbox.Complete();
        var (code, output, error) = sandbox.Run("plan \"two words\"");
        Assert.Equal(["--list-sdks", "npm", "publish", "publish"], sandbox.Calls);
        Assert.Equal("[ran][plan][two words]", output);
        Assert.Equal(20, code);
        Assert.All(Lines(error), line => Assert.StartsWith("kernward: buil", line));
    }

    [Fact]
    public void Does_not_build_when_nothing_changed()
    {
        using var sandbox = LauncherSandbox.Complete();
        sandbox.Run();
        var before = sandbox.Calls.Length;
        var (_, _, error) = sandbox.Run();
        Assert.Equal("", error);
        Assert.Equal(before, sandbox.Calls.Length);
    }

    [Theory]
    [InlineData("agent/Program.cs")]
    [InlineData("plugins/One.cs")]
    [InlineData("prompts/one.md")]
    [InlineData("package-lock.json")]
    [InlineData("kernward")]
    public void Builds_again_when_this_is_newer(string source)
    {
        using var sandbox = LauncherSandbox.Complete();
        sandbox.Run();
        var before = sandbox.Calls.Length;
        File.SetLastWriteTimeUtc(sandbox.InRoot(source), File.GetLastWriteTimeUtc(sandbox.InRoot("artifacts/kernward/.built")).AddSeconds(1));
        sandbox.Run();
        Assert.Equal(2, sandbox.Calls.Skip(before).Count(call => call == "publish"));
    }

    [Fact]
    public void Builds_again_when_a_source_was_deleted()
    {
        using var sandbox = LauncherSandbox.Complete();
        sandbox.Run();
        var before = sandbox.Calls.Length;
        File.Delete(sandbox.InRoot("plugins/One.cs"));
        sandbox.Run();
        Assert.NotEqual(before, sandbox.Calls.Length);
    }

    [Fact]
    public void Shows_the_last_lines_of_a_failed_build_and_runs_nothing()
    {
        using var sandbox = LauncherSandbox.Complete();
        var (code, output, error) = sandbox.Run(settings: ("BREAK", "1"));
        Assert.Equal(70, code);
        Assert.Equal("", output);
        Assert.Contains("error CS1002", error);
        Assert.Contains("then run this again", Lines(error)[^1]);
    }

    [Fact]
    public void A_build_that_failed_once_is_tried_again()
    {
        using var sandbox = LauncherSandbox.Complete();
        sandbox.Run(settings: ("BREAK", "1"));
        Assert.Equal("[ran][a]", sandbox.Run("a").Out);
    }

    [Fact]
    public void Notices_that_npm_called_a_failed_download_a_success()
    {
        using var sandbox = LauncherSandbox.Complete();
        var (code, _, error) = sandbox.Run(settings: ("OFFLINE", "1"));
        Assert.Equal(70, code);
        Assert.Contains("natives", error);
        Assert.Equal(20, sandbox.Run().Code);
    }

    [Fact]
    public void Two_at_once_build_once()
    {
        using var sandbox = LauncherSandbox.Complete();
        using var first = sandbox.Start();
        using var second = sandbox.Start();
        first.WaitForExit();
        second.WaitForExit();
        Assert.Equal(20, first.ExitCode);
        Assert.Equal(20, second.ExitCode);
        Assert.Equal(2, sandbox.Calls.Count(call => call == "publish"));
    }

    [Fact]
    public void Runs_what_is_built_where_there_are_no_sources_and_no_sdk()
    {
        using var sandbox = LauncherSandbox.Complete();
        sandbox.Run();
        File.Delete(sandbox.InRoot("Agent.sln"));
        File.SetLastWriteTimeUtc(sandbox.InRoot("agent/Program.cs"), File.GetLastWriteTimeUtc(sandbox.InRoot("artifacts/kernward/.built")).AddSeconds(1));
        Directory.Delete(sandbox.InRoot("bin"), recursive: true);
        Assert.Equal("[ran][doctor]", sandbox.Run("doctor", bare: true).Out);
    }

    [Fact]
    public void Finds_its_own_folder_through_links()
    {
        using var sandbox = LauncherSandbox.Complete();
        File.CreateSymbolicLink(sandbox.InRoot("bin/near"), "../kernward");
        File.CreateSymbolicLink(sandbox.InRoot("bin/far"), sandbox.InRoot("bin/near"));
        sandbox.Program = "bin/far";
        Assert.Equal("[ran][a]", sandbox.Run("a").Out);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
