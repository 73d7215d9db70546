using System.Diagnostics;

namespace Kernward.Demo;

/// <summary>This very program, to be started again: as its own binary, or through <c>dotnet</c> where it runs so.</summary>
internal static class SelfProgram
{
    /// <summary>A start without a shell; standard streams are inherited unless the caller redirects them.</summary>
    internal static ProcessStartInfo Start(IEnumerable<string> arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "kernward.dll");
        var binary = Environment.ProcessPath ?? "dotnet";
        var start = new ProcessStartInfo { UseShellExecute = false };
        start.FileName = binary;
        if (Path.GetFileName(binary) != Path.GetFileNameWithoutExtension(program)) start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }
}
