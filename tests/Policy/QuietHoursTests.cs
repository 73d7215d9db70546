using Kernward.Policy;

namespace Kernward.Tests.Policy;

public sealed class QuietHoursTests
{
    /// <summary>2026-03-06 is a Friday.</summary>
    [Theory]
    [InlineData("22:00-06:00", "2026-03-06T22:00", true)]
    [InlineData("22:00-06:00", "2026-03-06T21:59", false)]
    [InlineData("22:00-06:00", "2026-03-06T05:59", true)]
    [InlineData("22:00-06:00", "2026-03-06T06:00", false)]
    [InlineData("09:00-17:30", "2026-03-06T17:29", true)]
    [InlineData("09:00-17:30", "2026-03-06T17:30", false)]
    [InlineData("00:00-24:00", "2026-03-06T23:59", true)]
    [InlineData("fri 22:00-06:00", "2026-03-07T05:00", true)]
    [InlineData("fri 22:00-06:00", "2026-03-06T05:00", false)]
    [InlineData("fri 22:00-06:00", "2026-03-07T23:00", false)]
    [InlineData("sat-mon 10:00-11:00", "2026-03-08T10:30", true)]
    [InlineData("sat-mon 10:00-11:00", "2026-03-10T10:30", false)]
    [InlineData("mon,wed,fri 10:00-11:00", "2026-03-06T10:30", true)]
    [InlineData("mon,wed 10:00-11:00", "2026-03-06T10:30", false)]
    public void A_moment_is_quiet_or_not(string text, string at, bool quiet) =>
        Assert.Equal(quiet, QuietHours.Parse(text)!.Contains(DateTimeOffset.Parse(at + "Z")));

    [Theory]
    [InlineData("")]
    [InlineData("22:00")]
    [InlineData("22-06")]
    [InlineData("24:00-06:00")]
    [InlineData("22:60-06:00")]
    [InlineData("22:00-24:01")]
    [InlineData("22:00-22:00")]
    [InlineData("2\0:00-06:00")]
    [InlineData("-1:00-06:00")]
    [InlineData("Mon 22:00-06:00")]
    [InlineData("mon- 22:00-06:00")]
    [InlineData("mon-tue-wed 22:00-06:00")]
    [InlineData("mon tue 22:00-06:00")]
    [InlineData("99:99-99:99")]
    public void Anything_else_is_no_time(string text) => Assert.Null(QuietHours.Parse(text));
}
