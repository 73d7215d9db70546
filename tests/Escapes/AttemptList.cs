using Kernward.Escapes.Attempts;

namespace Kernward.Escapes;

/// <summary>Every way out that is tried.</summary>
internal static class AttemptList
{
    public static readonly IReadOnlyList<Attempt> All =
    [
        .. OtherFiles.All, .. NewNames.All, .. OwnProcess.All, .. OtherProcesses.All, .. Devices.All, .. Descriptors.All,
        .. AllowedFile.All, .. MemoryBombs.All, .. Programs.All, .. Mounts.All, .. Sockets.All, .. Powers.All,
    ];

    public static Attempt? Find(string name) => All.Concat(Misdeeds.All).FirstOrDefault(attempt => attempt.Name == name);
}
