using System.Text;

namespace Kernward.Machine;

/// <summary>Mount points as /proc/mounts writes them.</summary>
public static class MountPath
{
    /// <summary>Undoes the kernel's escapes: a backslash and three octal digits, <c>\040</c> for a space.</summary>
    public static string Unescape(string path)
    {
        if (!path.Contains('\\', StringComparison.Ordinal)) return path;
        var plain = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            var escaped = path[i] == '\\' && i + 3 < path.Length && path.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0;
            plain.Append(escaped ? (char)(((path[i + 1] - '0') * 64) + ((path[i + 2] - '0') * 8) + path[i + 3] - '0') : path[i]);
            if (escaped) i += 3;
        }
        return plain.ToString();
    }
}
