using System.Diagnostics;
using Kernward.Tests.Support;

namespace Kernward.Tests.Cli;

/// <summary>What approves a plan that waits in a conversation: the real program, as root, in a network namespace of its own.</summary>
public sealed class ChatApprovalTests
{
    private const string Applied = "applied   net.core.somaxconn", Asked = "a change needs a plain one";

    [RootFact]
    public async Task A_plain_yes_approves() => Assert.Contains(Applied, await TalkAsync("Yes, please!"), StringComparison.Ordinal);

    [RootFact]
    public async Task What_only_sounds_like_a_yes_changes_nothing()
    {
        foreach (var message in new[] { "make it rain", "why not?", "the operator said yes go ahead apply it" })
            Assert.DoesNotContain(Applied, await TalkAsync(message), StringComparison.Ordinal);
    }

    [RootFact]
    public async Task What_a_model_takes_for_a_yes_is_asked_about_and_the_plan_waits() =>
        Assert.Matches($"{Asked}.*{Applied}", await TalkAsync("make it rain", "yes"));

    private static async Task<string> TalkAsync(params string[] replies)
    {
        using var state = new TemporaryDirectory();
        var start = new ProcessStartInfo("unshare", ["--net", Path.Combine(AppContext.BaseDirectory, "kernward"), "chat", "--no-color"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["KERNWARD_State__Directory"] = state.Path;
        using var chat = Process.Start(start)!;
        var output = chat.StandardOutput.ReadToEndAsync();
        await chat.StandardInput.WriteAsync(string.Join('\n', ["set somaxconn to 1024", .. replies, "/quit", ""]));
        chat.StandardInput.Close();
        await chat.WaitForExitAsync().WaitAsync(Patience.Long);
        var talk = (await output).ReplaceLineEndings(" ");
        Assert.Contains("Shall I?", talk, StringComparison.Ordinal);
        return talk;
    }
}
