namespace Kernward.Tests.Launcher;

public class LauncherTestCountTests
{
    [Theory]
    [InlineData("total=\"7\" executed=\"7\" passed=\"7\" failed=\"0\"", 0, "7 passed, 0 failed, 0 skipped", 0)]
    [InlineData("total=\"9\" executed=\"7\" passed=\"7\" failed=\"0\"", 0, "7 passed, 0 failed, 2 skipped", 0)]
    [InlineData("total=\"9\" executed=\"8\" passed=\"5\" failed=\"3\"", 1, "5 passed, 3 failed, 1 skipped", 1)]
    // The runner calls it a success, the results say otherwise.
    [InlineData("total=\"5\" executed=\"5\" passed=\"4\" failed=\"1\"", 0, "4 passed, 1 failed, 0 skipped", 1)]
    // A time-out or an abort is not in the column of failures.
    [InlineData("total=\"5\" executed=\"5\" passed=\"4\" failed=\"0\" timeout=\"1\"", 0, "4 passed, 1 failed, 0 skipped", 1)]
    // The test host crashed after these.
    [InlineData("total=\"5\" executed=\"5\" passed=\"5\" failed=\"0\"", 134, "5 passed, 0 failed, 0 skipped", 1)]
    // All skipped is nothing ran; so is no result file at all.
    [InlineData("total=\"5\" executed=\"0\" passed=\"0\" failed=\"0\"", 0, "0 passed, 0 failed, 5 skipped", 1)]
    [InlineData("", 0, "0 passed, 0 failed, 0 skipped", 1)]
    public void Ends_with_the_count_from_the_results(string counters, int runnerCode, string line, int code)
    {
        using var sandbox = LauncherSandbox.Complete();
        var run = sandbox.Run("test", settings: [("COUNTERS", counters), ("TEST_CODE", $"{runnerCode}")]);
        Assert.Equal(line, run.Out.TrimEnd('\n').Split('\n')[^1]);
        Assert.Equal(code, run.Code);
    }

    [Fact]
    public void Does_not_count_the_results_of_an_earlier_run()
    {
        using var sandbox = LauncherSandbox.Complete();
        sandbox.Run("test", settings: ("COUNTERS", "total=\"7\" executed=\"7\" passed=\"7\" failed=\"0\""));
        Assert.StartsWith("0 passed", sandbox.Run("test").Out);
    }
}
