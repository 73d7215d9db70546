namespace Kernward.Pipeline;

/// <summary>The exit codes of the command line's contract.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int Findings = 10;
    public const int AwaitsApproval = 20;
    public const int Applied = 30;
    public const int DidNotHelp = 31;
    public const int Inconclusive = 32;
    public const int Refused = 40;
    public const int Declined = 41;
    public const int RollbackIncomplete = 50;
    public const int Usage = 64;
    public const int BadInput = 65;
    public const int Unavailable = 69;
    public const int Internal = 70;
    public const int NotPermitted = 77;
    public const int Configuration = 78;
}
