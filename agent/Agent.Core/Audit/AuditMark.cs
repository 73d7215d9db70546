namespace Kernward.Audit;

/// <summary>
/// What the anchor vouches for: the newest entry (<paramref name="Head"/>), the newest of those that were pruned
/// (<paramref name="Begin"/>: the log's first entry follows it; <see cref="AuditHead.None"/> where nothing was), and the number from
/// which on the inputs of rulings are kept (<paramref name="Inputs"/>, at least 1).
/// </summary>
public sealed record AuditMark(AuditHead Head, AuditHead Begin, long Inputs)
{
    public static readonly AuditMark None = new(AuditHead.None, AuditHead.None, 1);

    public bool IsPruned => Begin.N > 0 || Inputs > 1;
}
