namespace Kernward.Execution;

/// <summary>
/// A tunable that somebody else took over: its value before <paramref name="Change"/>, what that set, and what it is now.
/// <paramref name="ProbablyBy"/> is who is known to set it, with where; empty where nobody is.
/// </summary>
public sealed record ManualTunable(string Change, string Tunable, string Scope, string Before, string Ours, string Now, string ProbablyBy)
{
    /// <summary>One line for a person.</summary>
    public string Told => $"was {Domain.Shown.Safe(Before)}, {Change} set {Domain.Shown.Safe(Ours)}, "
        + (Now == Ours ? "and its file was altered since" : $"it is {Domain.Shown.Safe(Now)} now")
        + $"{(Scope == "host" ? "" : $" in {Domain.Shown.Safe(Scope)}")}; {(ProbablyBy.Length > 0 ? $"probably because {ProbablyBy}" : "by whom is not known")}; "
        + $"left alone until `kernward release {Tunable}`";
}
