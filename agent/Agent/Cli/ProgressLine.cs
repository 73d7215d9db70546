using Spectre.Console;

namespace Kernward.Cli;

/// <summary>One line on stderr that is replaced as work goes on; nothing where there is no terminal to replace it on.</summary>
internal sealed class ProgressLine(IAnsiConsole console, string doing) : IProgress<double>
{
    public void Report(double value) => Write(value < 1 ? $"… {doing} {value:0%}" : "");

    public void Write(string text)
    {
        if (console.Profile.Capabilities.Ansi && !Console.IsErrorRedirected) Console.Error.Write($"\r\e[2K{text}");
    }
}
