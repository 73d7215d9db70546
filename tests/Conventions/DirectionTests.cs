using System.Reflection;
using System.Text.RegularExpressions;
using Kernward.Execution;
using Kernward.Policy;

namespace Kernward.Tests.Conventions;

/// <summary>The wall, checked on what was built and on the sources.</summary>
public sealed class DirectionTests
{
    private static readonly string Root = Directory.GetParent(Kernward.Settings.InstalledFiles.Find("Agent.sln")!)!.FullName;

    private static readonly string[] Talkers = ["Microsoft.Extensions.AI", "OpenAI", "System.Net.Http", "Spectre.Console", "Agent.Llama", "kernward", "System.CommandLine"];

    [Theory]
    [InlineData("Agent.Core")]
    [InlineData("Agent.Plugins")]
    [InlineData("kernward-worker")]
    public void What_can_change_a_machine_builds_without_what_talks_to_a_model(string assembly) =>
        Assert.Empty(Talking(Assembly.Load(assembly)));

    [Fact]
    public void The_check_of_references_sees_a_breach() => Assert.NotEmpty(Talking(typeof(AgentServices).Assembly));

    [Fact]
    public void Only_the_guard_makes_an_approved_plan()
    {
        Assert.DoesNotContain(typeof(ApprovedPlan).GetConstructors(BindingFlags.Instance | BindingFlags.Public), _ => true);
        var makers = Sources("agent", "plugins").Where(file => Path.GetFileName(file) != "ApprovedPlan.cs" && Regex.IsMatch(File.ReadAllText(file), @"new ApprovedPlan\(")).Select(Path.GetFileName);
        Assert.Equal(["Guard.cs"], makers);
    }

    [Fact]
    public void Every_rule_is_in_the_visible_list()
    {
        var law = File.ReadAllText(Sources("agent").Single(file => file.EndsWith("Policy/Guard.cs", StringComparison.Ordinal)));
        var rules = typeof(IRule).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IRule)) && !type.IsInterface).ToList();
        Assert.NotEmpty(rules);
        Assert.All(rules, rule => Assert.Contains($"new {rule.Name}()", law, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_actuator_is_in_the_list_of_mind_and_worker() => Assert.Equal(
        typeof(Kernward.Plugins.Actuators.ActuatorList).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IActuator)) && type is { IsInterface: false, IsAbstract: false }).Select(type => type.Name).Order(),
        Kernward.Plugins.Actuators.ActuatorList.Create().Select(actuator => actuator.GetType().Name).Order());

    [Fact]
    public void Source_files_stay_small() =>
        Assert.Empty(Sources("agent", "plugins").Where(file => File.ReadLines(file).Count() > 350).Concat(Sources("tests").Where(file => File.ReadLines(file).Count() > 500)));

    private static IEnumerable<string> Talking(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => Talkers.Any(talker => name.StartsWith(talker, StringComparison.Ordinal) && name != "kernward-worker"));

    private static IEnumerable<string> Sources(params string[] folders) => folders.SelectMany(folder =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)).Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Order();
}
