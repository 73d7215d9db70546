namespace Kernward.Machine;

/// <summary>Which host, in which boot.</summary>
public sealed record HostIdentity(string Name, string Boot, string KernelRelease)
{
    /// <summary>From <c>/proc/sys/kernel</c>; what is absent is <c>unknown</c>.</summary>
    public static HostIdentity Of(Host host) => new(
        host.ReadText("proc/sys/kernel/hostname") ?? "unknown",
        host.ReadText("proc/sys/kernel/random/boot_id") ?? "unknown",
        host.ReadText("proc/sys/kernel/osrelease") ?? "unknown");
}
