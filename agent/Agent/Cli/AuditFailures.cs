using Kernward.Audit;
using Kernward.Pipeline;
using Kernward.Settings;

namespace Kernward.Cli;

/// <summary>What can keep an audit log from being read, as problems of the command line.</summary>
internal static class AuditFailures
{
    /// <summary>Runs an action on the log; throws <see cref="ProblemException"/>.</summary>
    public static T Guarded<T>(AuditPlace place, Func<T> action)
    {
        try
        {
            // Asked first, because a directory that may not be looked into looks empty.
            if (Directory.Exists(place.StateDirectory)) _ = Directory.GetFiles(place.StateDirectory);
            return action();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ProblemException("not-permitted", $"The audit log cannot be read: {e.Message}", "run it as root, who owns the log", ExitCodes.NotPermitted);
        }
        catch (AuditException e) when (e.InnerException is UnauthorizedAccessException)
        {
            throw new ProblemException("not-permitted", $"The audit log cannot be read: {e.Message}.", "run it as root, who owns the log", ExitCodes.NotPermitted);
        }
        catch (AuditException e)
        {
            throw new ProblemException("audit-unreadable", char.ToUpperInvariant(e.Message[0]) + e.Message[1..] + ".", "compare it with what journald has: journalctl -t kernward-audit", ExitCodes.BadInput);
        }
    }

    /// <summary>The first break, as the problem that ends a command.</summary>
    public static Problem Broken(AuditReport report)
    {
        var first = report.Breaks[0];
        var more = report.Breaks.Count > 1 ? $", and {report.Breaks.Count - 1} more" : "";
        return new Problem("audit-broken", $"The audit log is broken at {first.At.File}:{first.At.Line}: {first.Text}{more}.",
            "keep the files as they are, and compare with journalctl -t kernward-audit -o json (--anchor FILE)", ExitCodes.BadInput);
    }
}
