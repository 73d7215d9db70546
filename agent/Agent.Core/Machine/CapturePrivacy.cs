namespace Kernward.Machine;

/// <summary>What never enters a capture, whatever a sensor reads: a capture is mailed around.</summary>
internal static class CapturePrivacy
{
    /// <summary>True for files that hold secrets as a whole: environment blocks, memory, password hashes.</summary>
    public static bool IsSecret(string path) =>
        path.EndsWith("/environ", StringComparison.Ordinal) || path.EndsWith("/mem", StringComparison.Ordinal)
        || path.EndsWith("/auxv", StringComparison.Ordinal) || path.StartsWith("etc/shadow", StringComparison.Ordinal)
        || path.StartsWith("etc/gshadow", StringComparison.Ordinal) || path is "proc/kcore" or "proc/kallsyms";

    /// <summary>
    /// Command lines are cut to the program's name: at the first NUL, and at the first space too, because daemons that
    /// rewrite their title put arguments behind one.
    /// </summary>
    public static ReadOnlySpan<byte> Redact(string path, ReadOnlySpan<byte> content, bool withArguments)
    {
        if (withArguments || !path.EndsWith("/cmdline", StringComparison.Ordinal)) return content;
        var end = content.IndexOfAny((byte)0, (byte)' ');
        return end < 0 ? content : content[..end];
    }
}
