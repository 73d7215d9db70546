namespace Kernward.Machine;

/// <summary>Which network namespace this process sees: <c>net.*</c> tunables are private to one.</summary>
public static class NetworkNamespace
{
    /// <summary><c>net:[4026531840]</c>; empty where the kernel does not say.</summary>
    public static string Current()
    {
        try
        {
            return new FileInfo("/proc/self/ns/net").LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
