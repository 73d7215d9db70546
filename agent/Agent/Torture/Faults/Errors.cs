namespace Kernward.Torture.Faults;

/// <summary>What a write can be refused with.</summary>
internal static class Errors
{
    public static readonly IReadOnlyList<string> Names = ["EINVAL", "EPERM", "EBUSY", "ENOSPC", "EIO", "EROFS", "ENODEV"];

    public static IOException Of(string path, string name) => new($"{path}: write failed with {name}");
}
