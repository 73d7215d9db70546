namespace Kernward.Demo;

/// <summary>One incident of a rehearsal: what clients saw before and after the fix, and listen overflows a second.</summary>
internal sealed record RehearsalLine(
    string Incident, ClientStatistics Before, ClientStatistics After, double OverflowsBefore, double OverflowsAfter);
