namespace Kernward.Knowledge;

/// <summary>
/// One line of an answer, as data: a label and where its value comes from, which is a formula over readings (named after
/// <paramref name="Metric"/>), a small text file of the host, or a tunable. What is absent makes no line.
/// </summary>
public sealed record ViewRow(string Label, string Metric, Formula? Value, string Unit, string File, string Tunable)
{
    /// <summary>0 to 1, for a bar; null: no bar.</summary>
    public Formula? Share { get; init; }

    public string Note { get; init; } = "";

    /// <summary>Not shown while it is zero: a count of mishaps is worth a line only when there were some.</summary>
    public bool Quiet { get; init; }

    /// <summary>Where a view is of one party: the intent's resources for which this line is an answer. None: all.</summary>
    public IReadOnlyList<string> Resources { get; init; } = [];
}

/// <summary>The subjects of one kind, most first, by a formula; <paramref name="Also"/> are further readings of each.</summary>
public sealed record ViewRanking(
    string Label, string Subject, string Metric, Formula Value, string Unit, IReadOnlyList<ViewRow> Also)
{
    public Formula? Share { get; init; }

    /// <summary>What the sum over several subjects is called (<c>memory</c>); empty where a sum says nothing.</summary>
    public string What { get; init; } = "";

    /// <summary>How many are shown unless the operator says; default 5.</summary>
    public int Top { get; init; } = 5;

    public IReadOnlyList<string> Resources { get; init; } = [];
}

/// <summary>
/// What to show of one resource of the host (<c>memory</c>; <c>overview</c> of all), or of one group, process, device,
/// interface, mount or CPU: one entry of <c>knowledge/views.json</c>. <paramref name="Summaries"/> are sentences with labels in
/// braces; the first whose labels all have a value is said. <paramref name="Empty"/> is said where nothing has.
/// </summary>
public sealed record View(
    string Id, string Subject, string Title, IReadOnlyList<string> Summaries, string Empty, IReadOnlyList<ViewRow> Rows,
    IReadOnlyList<ViewRanking> Rankings);
