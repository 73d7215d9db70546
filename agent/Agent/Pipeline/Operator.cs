namespace Kernward.Pipeline;

/// <summary>Who started this program, for the journal: not the user as whom it works afterwards.</summary>
public static class Operator
{
    public static bool IsRoot { get; } = Environment.IsPrivilegedProcess;

    public static string Name { get; } =
        Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } person ? person : Environment.UserName;
}
