using System.CommandLine;

namespace Kernward.Cli;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<string> Host { get; } = new("--host")
    {
        Description = "live, or a capture to work on instead (nothing is changed then)",
        HelpName = "live|CAPTURE", Recursive = true, DefaultValueFactory = _ => "live",
    };

    public Option<string?> Model { get; } = new("--model")
    {
        Description = "a GGUF file, or an OpenAI-compatible address, instead of the bundled model", HelpName = "PATH|URL", Recursive = true,
    };

    public Option<string> Planner { get; } = new("--planner")
    {
        Description = "who chooses among the possible steps: rules or model", HelpName = "rules|model", Recursive = true,
        DefaultValueFactory = _ => "model",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "exactly one JSON object on stdout", Recursive = true };

    public Option<string?> Config { get; } = new("--config")
    {
        Description = "settings file instead of /etc/kernward/appsettings.json", HelpName = "FILE", Recursive = true,
    };

    public Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "log details to stderr", Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "plain text", Recursive = true };

    public GlobalOptions() => Planner.AcceptOnlyFromAmong("rules", "model");

    public void AddTo(Command root)
    {
        foreach (var option in new Option[] { Host, Model, Planner, Json, Config, Verbose, NoColor }) root.Options.Add(option);
    }
}
