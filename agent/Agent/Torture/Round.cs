namespace Kernward.Torture;

/// <summary>What is interrupted. A recovery is what a fresh worker does first; the second one is that of a recovery that was killed.</summary>
internal enum Phase { Apply, Pending, Confirm, Undo, UndoAll, Recovery, SecondRecovery }

/// <summary>Who is killed: the worker, the child of it that writes, the process that holds the connection, or all of them at once.</summary>
internal enum Victim { Worker, Child, Mind, All }

/// <summary>
/// When: after so many files have changed and then some spins of the processor (<paramref name="Changes"/> at least 0), or after a
/// share of the time that such an operation takes (<paramref name="Share"/>).
/// </summary>
internal sealed record Moment(int Changes, int Spins, double Share)
{
    public static Moment Of(Random random, int files) => random.Next(3) == 0
        ? new Moment(-1, 0, random.NextDouble())
        : new Moment(random.Next(files + 1), random.Next(3) == 0 ? 0 : random.Next(20_000), 0);
}

/// <summary>All that chance decides about one round, drawn at once, so that a seed gives the same rounds however fast they are.</summary>
internal sealed record Round(int Number, Phase Phase, IReadOnlyList<Victim> Victims, IReadOnlyList<Moment> Moments, IReadOnlyList<int> Order, int Steps, int Pick)
{
    public static Round Of(int number, Random random, int knobs)
    {
        var phase = (Phase)random.Next(7);
        var order = Enumerable.Range(0, knobs).ToArray();
        random.Shuffle(order);
        var steps = random.Next(1, Math.Min(8, knobs) + 1);
        return new Round(number, phase, [.. Enumerable.Range(0, 3).Select(_ => (Victim)random.Next(4))],
            [.. Enumerable.Range(0, 3).Select(_ => Moment.Of(random, steps))], order, steps, random.Next(1 << 20));
    }

    /// <summary>
    /// Other values than those of a state, for the first knobs in this round's order. Never the first value: what was there at the
    /// beginning (an odd number of shares) is no value that a plan can ask for.
    /// </summary>
    public IReadOnlyDictionary<int, int> Sets(World now, IReadOnlyList<Knob> knobs) => Order.Take(Steps).ToDictionary(knob => knob, knob =>
    {
        var others = Enumerable.Range(1, knobs[knob].Values.Count - 1).Where(value => value != now[knob]).ToList();
        return others[(Pick + knob) % others.Count];
    });
}
