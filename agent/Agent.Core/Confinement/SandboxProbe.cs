namespace Kernward.Confinement;

/// <summary>A level of sandbox as it was tried on this host; <paramref name="Problem"/> is empty where it can be had.</summary>
public sealed record SandboxProbe(string Level, string Problem);
