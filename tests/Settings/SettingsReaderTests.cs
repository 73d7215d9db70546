using Kernward.Audit;
using Kernward.Policy;
using Kernward.Settings;
using Kernward.Tests.Support;

namespace Kernward.Tests.Settings;

public sealed class SettingsReaderTests
{
    private static AgentSettings Read(string json, params (string Key, string Value)[] flags)
    {
        using var directory = new TemporaryDirectory();
        return SettingsReader.Read(directory.Write("settings.json", json), flags.Select(flag => KeyValuePair.Create<string, string?>(flag.Key, flag.Value)));
    }

    [Fact]
    public void What_is_shipped_is_valid_and_later_ones_override()
    {
        var settings = Read("""{"Model":{"Threshold":0.7},"Log":{"Level":"Error"}}""", ("Model:Threshold", "0.8"));
        Assert.Equal(0.8, settings.Model.Threshold);
        Assert.Equal("Error", settings.LogLevel);
        Assert.Equal(1.5, settings.Observe.WindowSeconds);
        Assert.Equal((AuditRetention.StandardMegabytes, AuditRetention.StandardDays), (settings.AuditKeep.KeepMb, settings.AuditKeep.KeepDays));
    }

    [Fact]
    public void Every_error_is_told_at_once_with_its_key()
    {
        var errors = Assert.Throws<SettingsException>(() => Read(
            """{"Model":{"Threshold":7,"Treshold":0.5,"Url":"ftp://x"},"Policy":{"MaxSteps":"8"},"Observe":{"Samples":2.5},"Log":{"Level":"Loud"},"Audit":{"KeepMb":10,"KeepDays":0}}""")).Errors;
        foreach (var key in new[] { "Model:Threshold:", "Model:Treshold:", "Model:Url:", "Policy:MaxSteps:", "Observe:Samples:", "Log:Level:", "Audit:KeepMb:", "Audit:KeepDays:" })
            Assert.Contains(errors, error => error.StartsWith(key, StringComparison.Ordinal));
        Assert.Equal(8, errors.Count);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    public void A_file_that_is_not_an_object_of_settings_is_refused(string json) => Assert.Throws<SettingsException>(() => Read(json));

    [Fact]
    public void A_file_that_is_not_there_is_refused() => Assert.Throws<SettingsException>(() => SettingsReader.Read("/nowhere/settings.json", []));
}
