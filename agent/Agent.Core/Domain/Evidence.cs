namespace Kernward.Domain;

/// <summary>
/// One measured number that a finding rests on. <paramref name="Path"/> is the kernel file it was read from;
/// <paramref name="WindowS"/> how long was watched; <paramref name="Subject"/> empty for the host.
/// </summary>
public sealed record Evidence(
    string Id, string Metric, double Value, string Unit, double Threshold, double WindowS, string Source, string Path,
    string Subject = "");
