using System.Diagnostics;

namespace Kernward.Tests.History;

internal static class Mounts
{
    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
