namespace Kernward.Audit;

/// <summary>
/// How much of the log is kept. Its files and the inputs of rulings together take about <paramref name="Bytes"/>: inputs of old
/// rulings go first, entries only where they take more than half of that themselves. What is older than <paramref name="Age"/> goes
/// at the next rotation, which comes after a quarter of it at the latest.
/// </summary>
public sealed record AuditRetention(long Bytes, TimeSpan Age)
{
    public const int StandardMegabytes = 200, StandardDays = 400;

    public const int LeastMegabytes = 64, MostMegabytes = 1_000_000, LeastDays = 1, MostDays = 36_500;

    public static readonly AuditRetention Standard = Of(StandardMegabytes, StandardDays);

    public static AuditRetention Of(int megabytes, int days) => new(megabytes * 1_000_000L, TimeSpan.FromDays(days));
}
