using Kernward.Domain;

namespace Kernward.Tests.Knowledge;

public sealed class KernelVersionTests
{
    [Theory]
    [InlineData("6.18.44-fc-v595", "6.18")]
    [InlineData("4.18.0-553.el8_10.x86_64", "4.18")]
    [InlineData("6.1", "6.1")]
    [InlineData("unknown", null)]
    [InlineData("", null)]
    [InlineData("6", null)]
    [InlineData("6.1234", null)]
    public void Reads_a_release(string text, string? version) => Assert.Equal(version, KernelVersion.Parse(text)?.ToString());

    [Theory]
    [InlineData("6.10", "")]
    [InlineData("6.9", "it came with Linux 6.10, and this is 6.9")]
    [InlineData("5.15", "it came with Linux 6.10, and this is 5.15")]
    [InlineData("6.12", "")]
    [InlineData("6.13", "the last Linux with it was 6.12, and this is 6.13")]
    [InlineData("7.0", "the last Linux with it was 6.12, and this is 7.0")]
    public void Says_why_a_kernel_lacks_it(string running, string reason) =>
        Assert.Equal(reason, new KernelSpan(KernelVersion.Parse("6.10"), KernelVersion.Parse("6.12")).WhyAbsent(KernelVersion.Parse(running)!.Value));

    [Fact]
    public void Says_in_words_which_have_it() => Assert.Equal("since Linux 4.18; without effect since Linux 6.6",
        new KernelSpan(Since: new KernelVersion(4, 18), NoEffectSince: new KernelVersion(6, 6)).ToString());
}
