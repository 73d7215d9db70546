using Spectre.Console;

namespace Kernward.Cli;

/// <summary>The terminal as Spectre sees it; plain where the output is no terminal, or the operator wants it plain.</summary>
internal static class Terminal
{
    public const int PlainWidth = 100;

    public static IAnsiConsole Create(bool plain)
    {
        plain |= Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("TERM") is null or "dumb";
        var console = Over(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (Console.IsOutputRedirected) console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>A console that lets only printable text through.</summary>
    public static IAnsiConsole Over(AnsiConsoleSettings settings)
    {
        var console = AnsiConsole.Create(settings);
        console.Pipeline.Attach(new PlainRendering());
        return console;
    }

    /// <summary>True where a person can be asked: both ends are a terminal.</summary>
    public static bool CanAsk => !Console.IsInputRedirected && !Console.IsOutputRedirected;
}
