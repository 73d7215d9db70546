using System.Text.Json;
using Kernward.Policy;
using Kernward.Settings;
using Kernward.Tests.Support;

namespace Kernward.Tests.Policy;

public sealed class PolicyFileTests : IDisposable
{
    private static readonly string Docs = Path.Combine(Directory.GetParent(InstalledFiles.Find("Agent.sln")!)!.FullName, "docs");
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private PolicyOptions Read(string json) => PolicyFile.Read(_directory.Write("policy.json", json), ofRootOnly: false);

    [Fact]
    public void The_documented_file_says_the_defaults()
    {
        var policy = PolicyFile.Read(Path.Combine(Docs, "policy.json"), ofRootOnly: false);
        Assert.Empty(policy.Broken);
        Assert.Equal(JsonSerializer.Serialize(new PolicyOptions()), JsonSerializer.Serialize(policy));
    }

    [Fact]
    public void The_schema_has_the_keys_of_the_documented_file()
    {
        var keys = Keys("policy.json", root => root);
        Assert.True(keys.Count >= 12, $"{keys.Count} keys");
        Assert.Equal(keys, Keys("policy.schema.json", root => root.GetProperty("properties")));
    }

    private static List<string> Keys(string file, Func<JsonElement, JsonElement> part)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Docs, file)), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        return [.. part(document.RootElement).EnumerateObject().Select(property => property.Name).Order()];
    }

    [Fact]
    public void Everything_is_read()
    {
        var policy = Read(
            """
            {
              "autonomy": { "R1": "act", "R2": "advise", "R3": "observe" }, "max_steps": 3, "max_groups": 2, "max_changes_per_hour": 5, "unattended_factor": 2.5,
              "max_factor": { "vm.swappiness": 2 }, "max_reserved_percent": 20, "quiet_hours": ["22:00-06:00", "sat,sun 00:00-24:00"], // nights
              "pinned": ["vm.dirty_ratio"], "protected_units": ["nginx.service"], "reach": "/lab/",
            }
            """);
        Assert.Empty(policy.Broken);
        Assert.Equal(new Autonomy(AutonomyLevel.Act, AutonomyLevel.Advise, AutonomyLevel.Observe), policy.Autonomy);
        Assert.Equal((3, 2, 5, 2.5, 20, "/lab"), (policy.MaxSteps, policy.MaxGroups, policy.MaxChangesPerHour, policy.UnattendedFactor, policy.MaxReservedPercent, policy.Reach));
        Assert.Equal((2, 2, "vm.dirty_ratio"), (policy.MaxFactor["vm.swappiness"], policy.QuietHours.Count, Assert.Single(policy.Pinned)));
        Assert.Superset(new PolicyOptions().ProtectedUnits.ToHashSet(), policy.ProtectedUnits.ToHashSet());
        Assert.Contains("nginx.service", policy.ProtectedUnits);
    }

    [Fact]
    public void Every_error_is_told_at_once_with_its_key()
    {
        var policy = Read("""{ "max_steps": 99, "maxSteps": 3, "reach": "lab", "autonomy": { "R4": "act", "R1": "often" }, "quiet_hours": ["night"], "pinned": 7 }""");
        foreach (var key in new[] { "'max_steps'", "'maxSteps'", "'reach'", "'R4'", "'R1'", "'quiet_hours'", "'pinned'" })
            Assert.Contains(policy.Broken, error => error.Contains(key, StringComparison.Ordinal));
        Assert.All(policy.Broken, error => Assert.StartsWith(Path.Combine(_directory.Path, "policy.json"), error));
    }

    [Theory]
    [InlineData("", "is not JSON")]
    [InlineData("{", "is not JSON")]
    [InlineData("null", "must be an object")]
    [InlineData("[]", "must be an object")]
    [InlineData("""{ "max_steps": 3, "max_steps": 8 }""", "is not JSON")]
    [InlineData("""{ "max_steps": 1e400 }""", "'max_steps' is")]
    [InlineData("""{ "max_steps": null }""", "'max_steps' must be a number")]
    public void What_is_no_policy_is_broken(string json, string reason) => Assert.Contains(reason, Assert.Single(Read(json).Broken.Take(1)));

    [Fact]
    public void A_file_that_is_not_there_is_broken_where_it_was_named() =>
        Assert.Contains("/nowhere/policy.json cannot be read", Assert.Single(PolicyFile.Read("/nowhere/policy.json").Broken));

    [Fact]
    public void A_directory_or_a_heap_is_no_policy()
    {
        Assert.Contains("cannot be read", Assert.Single(PolicyFile.Read(_directory.Path).Broken));
        Assert.Contains("larger than any policy", Assert.Single(Read(new string(' ', 70_000) + "{}").Broken));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherWrite)]
    public void Root_does_not_go_by_a_file_that_others_can_write(UnixFileMode mode)
    {
        var path = _directory.Write("policy.json", "{}");
        File.SetUnixFileMode(path, mode);
        Assert.Contains($"root:root {path}; chmod 644 {path}", Assert.Single(PolicyFile.Read(path, ofRootOnly: true).Broken));
    }

    [RootFact]
    public void Root_goes_by_its_own_file_and_by_nobody_elses()
    {
        var path = _directory.Write("policy.json", "{}");
        Assert.Empty(PolicyFile.Read(path, ofRootOnly: true).Broken);
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0x1FF);
        Assert.Contains($"{_directory.Path} can be written by others than root", Assert.Single(PolicyFile.Read(path, ofRootOnly: true).Broken));
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0x1C0);
        using (var chown = System.Diagnostics.Process.Start("chown", ["65534", path])) chown.WaitForExit();
        Assert.Contains($"{path} belongs to user 65534", Assert.Single(PolicyFile.Read(path, ofRootOnly: true).Broken));
    }
}
