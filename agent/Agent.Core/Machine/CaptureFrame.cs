namespace Kernward.Machine;

/// <summary>
/// One instant of a recorded host, whole: the raw bytes by path, <c>cmd/list.txt</c> with the directory listings among them.
/// </summary>
public sealed record CaptureFrame(TimeSpan At, DateTimeOffset Time, IReadOnlyDictionary<string, byte[]> Files);
