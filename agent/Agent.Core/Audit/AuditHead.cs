namespace Kernward.Audit;

/// <summary>An entry's number and hash: who knows the newest of a log knows whether anything before it was changed.</summary>
public readonly record struct AuditHead(long N, string Hash)
{
    /// <summary>What the first entry follows.</summary>
    public static readonly AuditHead None = new(0, new string('0', 64));
}
