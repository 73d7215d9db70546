using System.Diagnostics;

namespace Kernward.Tests;

/// <summary>A test that compiles C; skipped where there is no gcc.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CompilerFactAttribute : FactAttribute
{
    private const string Compiler = "/usr/bin/gcc";

    public CompilerFactAttribute()
    {
        if (!File.Exists(Compiler)) Skip = $"needs {Compiler}: it compiles a library that stands in for a vendor's";
    }

    /// <summary>Runs the compiler to its end.</summary>
    internal static void Compile(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Compiler, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
