namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>
/// Weights of v2 (1 to 10000, default 100) and their v1 forms, translated as systemd does, so that a unit reads the same on
/// both. Source: src/basic/cgroup-util.c of systemd.
/// </summary>
public static class CgroupWeights
{
    public const int Min = 1;
    public const int Max = 10_000;
    public const int Default = 100;

    /// <summary>From cpu.shares (2 to 262144, default 1024).</summary>
    public static double FromShares(double shares) => Scale(shares, Default / 1024.0, Min, Max);

    public static double ToShares(double weight) => Scale(weight, 1024.0 / Default, 2, 262_144);

    /// <summary>From blkio.weight (10 to 1000, default 500).</summary>
    public static double FromBlockWeight(double weight) => Scale(weight, Default / 500.0, Min, Max);

    public static double ToBlockWeight(double weight) => Scale(weight, 500.0 / Default, 10, 1000);

    private static double Scale(double value, double factor, double min, double max) => Math.Clamp(Math.Floor(value * factor), min, max);
}
