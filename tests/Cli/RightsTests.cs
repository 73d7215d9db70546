using System.Diagnostics;
using Kernward.Confinement;
using Kernward.Tests.Support;

namespace Kernward.Tests.Cli;

/// <summary>The real program as root: what it may still do when it reads words, and from where it can be run.</summary>
public sealed class RightsTests
{
    private const string Prompt = "> ";

    [RootFact]
    public async Task Has_no_rights_left_when_it_asks_for_the_first_word_and_its_worker_has_them()
    {
        using var state = new TemporaryDirectory();
        using var chat = Start(AppContext.BaseDirectory, state, "chat");
        await PromptAsync(chat);
        foreach (var thread in Directory.GetDirectories($"/proc/{chat.Id}/task"))
        {
            var rights = Capabilities.Of($"{chat.Id}/task/{Path.GetFileName(thread)}");
            Assert.True(rights is { AreNone: true, Filtered: true, User: not 0 }, $"{Path.GetFileName(thread)}: {rights}");
        }
        var worker = Assert.Single(Children(chat.Id));
        Assert.Equal(0, Capabilities.Of($"{worker}").User);
        chat.StandardInput.Close();
        await chat.WaitForExitAsync().WaitAsync(Patience.Long);
        Assert.Equal(0, chat.ExitCode);
        Assert.False(Directory.Exists($"/proc/{worker}"));
    }

    [RootFact]
    public async Task Dies_with_its_worker_told_and_nothing_left_when_it_is_killed()
    {
        using var state = new TemporaryDirectory();
        using var chat = Start(AppContext.BaseDirectory, state, "chat");
        await PromptAsync(chat);
        var worker = Assert.Single(Children(chat.Id));
        chat.Kill();
        await chat.WaitForExitAsync();
        Assert.True(await Patience.UntilAsync(() => !Directory.Exists($"/proc/{worker}")));
    }

    /// <summary>As a checkout below /root: only its owner may pass the folder.</summary>
    [RootFact]
    public async Task Runs_from_a_folder_that_only_root_may_enter()
    {
        using var state = new TemporaryDirectory();
        using var home = new TemporaryDirectory();
        File.SetUnixFileMode(home.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var folder = Path.Combine(home.Path, "program");
        Copy(AppContext.BaseDirectory, folder);
        using var explain = Start(folder, state, "explain", "vm.swappiness", "--json");
        explain.StandardInput.Close();
        var output = explain.StandardOutput.ReadToEndAsync();
        await explain.WaitForExitAsync().WaitAsync(Patience.Long);
        Assert.True(explain.ExitCode == 0, await explain.StandardError.ReadToEndAsync());
        Assert.Contains("vm.swappiness", await output);
        Assert.DoesNotContain(File.ReadLines("/proc/self/mounts"), mount => mount.Contains("/run/kernward/program", StringComparison.Ordinal));
    }

    [Fact]
    public void Takes_the_installations_user_and_nobody_where_there_is_none()
    {
        Assert.Equal(new ServiceUser("kernward", 990, 991), ServiceUser.Find(["root:x:0:0:root:/root:/bin/bash", "kernward:x:990:991::/nonexistent:/usr/sbin/nologin"]));
        Assert.Equal("nobody", ServiceUser.Find(["root:x:0:0:root:/root:/bin/bash"]).Name);
        Assert.Equal("nobody", ServiceUser.Find(["kernward:x:0:0::/:/bin/sh"]).Name);
        Assert.Equal("nobody", ServiceUser.Find(["kernward", "kernward:x:-1:x"]).Name);
    }

    private static Process Start(string folder, TemporaryDirectory state, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "kernward"), arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["KERNWARD_State__Directory"] = state.Path;
        start.Environment["KERNWARD_Log__Directory"] = Path.Combine(state.Path, "log");
        return Process.Start(start)!;
    }

    private static async Task PromptAsync(Process chat)
    {
        var said = new char[1];
        var all = "";
        while (!all.EndsWith(Prompt, StringComparison.Ordinal))
        {
            Assert.Equal(1, await chat.StandardOutput.ReadAsync(said).AsTask().WaitAsync(Patience.Long));
            all += said[0];
        }
    }

    private static List<string> Children(int process) =>
        [.. Directory.GetDirectories($"/proc/{process}/task").SelectMany(task => File.ReadAllText(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        File.Copy(Kernward.Settings.InstalledFiles.Find("appsettings.json")!, Path.Combine(to, "appsettings.json"), overwrite: true);
    }
}
