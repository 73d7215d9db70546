using Kernward.Domain;

namespace Kernward.Owners;

/// <summary>Where a tunable is in the kernel's file systems, as owners write it.</summary>
internal static class TunableFile
{
    private const string Sysctl = "proc/sys/";

    /// <summary>Relative to the root; empty for one of control groups, which have no one place.</summary>
    public static string PathOf(Tunable tunable, string scope) => tunable.Kind switch
    {
        "cgroup" => "",
        "sysctl" when tunable.Path.Length == 0 => Sysctl + tunable.Id.Replace('.', '/'),
        _ => tunable.Path.Replace("{scope}", scope),
    };

    /// <summary>Key of a sysctl (<c>vm/swappiness</c>); null for any other file.</summary>
    public static string? SysctlKey(string path) => path.StartsWith(Sysctl, StringComparison.Ordinal) ? path[Sysctl.Length..] : null;
}
