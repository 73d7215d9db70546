namespace Kernward.Knowledge;

/// <summary>What must hold between values, or between a value and the host, whatever each may be on its own.</summary>
public abstract record Constraint(string Id, string Why)
{
    /// <summary>It is looked at when a plan changes one of these.</summary>
    public abstract IReadOnlyList<string> Tunables { get; }

    /// <summary>The numbers of all tunables, in this order, do not descend; 0 (not used) and <c>max</c> (no limit) are left out.</summary>
    public sealed record Chain(string Id, IReadOnlyList<string> Order, string Why) : Constraint(Id, Why)
    {
        public override IReadOnlyList<string> Tunables => Order;
    }

    /// <summary>The last number of a tunable is at least <paramref name="Least"/> and at most <paramref name="Most"/>, where given.</summary>
    public sealed record Bound(string Id, string Tunable, Formula? Least, Formula? Most, string Why) : Constraint(Id, Why)
    {
        public override IReadOnlyList<string> Tunables => [Tunable];
    }

    /// <summary>Where a tunable has one of some values, another one must have one of its.</summary>
    public sealed record Need(
        string Id, string Tunable, IReadOnlyList<string> Values, string Needs, IReadOnlyList<string> ToBe, string Why) : Constraint(Id, Why)
    {
        public override IReadOnlyList<string> Tunables => [Tunable, Needs];
    }

    /// <summary>Not two of these in one plan.</summary>
    public sealed record Apart(string Id, IReadOnlyList<string> Any, string Why) : Constraint(Id, Why)
    {
        public override IReadOnlyList<string> Tunables => Any;
    }

    /// <summary>A group and its siblings together have at most this much.</summary>
    public sealed record Sum(string Id, string Tunable, Formula Most, string Why) : Constraint(Id, Why)
    {
        public override IReadOnlyList<string> Tunables => [Tunable];
    }

    /// <summary>A group has at most so many times what each protected sibling has.</summary>
    public sealed record Share(string Id, string Tunable, double Factor, string Why) : Constraint(Id, Why)
    {
        public override IReadOnlyList<string> Tunables => [Tunable];
    }

    /// <summary>A list of numbers names only what the list in a file of the host has.</summary>
    public sealed record Listed(string Id, string Tunable, string File, string Why) : Constraint(Id, Why)
    {
        public override IReadOnlyList<string> Tunables => [Tunable];
    }
}
