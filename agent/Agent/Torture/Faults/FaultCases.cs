using Kernward.Execution;

namespace Kernward.Torture.Faults;

/// <summary>Every fault there is, in the order in which they are tried.</summary>
internal static class FaultCases
{
    private static readonly IReadOnlyList<Knob> Knobs = FaultScene.Knobs;

    /// <summary><paramref name="looks"/>: how often each file is looked at in a plan that ends so.</summary>
    public static IReadOnlyList<FaultCase> All(IReadOnlyDictionary<(Knob Knob, Ending Ending), int> looks) =>
        [.. Refusals(), .. ShortWrites(), .. Kernels(), .. Meddlers(looks), .. Clocks()];

    /// <summary>Each error at each step, at each write that gives back (once, and for good), and one in each direction.</summary>
    private static IEnumerable<FaultCase> Refusals()
    {
        foreach (var knob in Knobs)
            foreach (var error in Errors.Names)
            {
                yield return new FaultCase($"{error} on writing {knob.Tunable}", Ending.Confirm, Fails(knob, error, 1, 1)) { Expected = ChangeState.Failed };
                yield return new FaultCase($"{error} on giving {knob.Tunable} back, once", Ending.Revert, Fails(knob, error, 2, 2)) { Expected = ChangeState.Reverted };
                yield return new FaultCase($"{error} on giving {knob.Tunable} back", Ending.Revert, Fails(knob, error, 2, int.MaxValue)) { Expected = ChangeState.Incomplete };
                yield return new FaultCase($"{error} on giving {knob.Tunable} back at the end", Ending.End, Fails(knob, error, 2, int.MaxValue)) { Expected = ChangeState.Incomplete };
            }
        foreach (var (earlier, later) in Knobs.SelectMany((knob, i) => Knobs.Skip(i + 1).Select(other => (knob, other))))
            yield return new FaultCase($"EIO on writing {later.Tunable}, then on giving {earlier.Tunable} back", Ending.Confirm,
                scene => scene.Kernel.Before = touch =>
                {
                    if (touch.IsWrite && (touch.Path == later.Path || (touch.Path == earlier.Path && touch.Number == 2))) throw Errors.Of(touch.Path, "EIO");
                });
    }

    private static Action<FaultScene> Fails(Knob knob, string error, int from, int to) => scene => scene.Kernel.Before = touch =>
    {
        if (touch.IsWrite && touch.Path == knob.Path && touch.Number >= from && touch.Number <= to) throw Errors.Of(touch.Path, error);
    };

    /// <summary>The first byte arrives and the others do not.</summary>
    private static IEnumerable<FaultCase> ShortWrites() =>
        from knob in Knobs
        from number in new[] { 1, 2 }
        select new FaultCase($"short write {number} of {knob.Tunable}", Ending.Revert, scene => scene.Kernel.After = touch =>
        {
            if (!touch.IsWrite || touch.Path != knob.Path || touch.Number != number) return;
            scene.Kernel[touch.Path] = scene.Kernel[touch.Path]![..1];
            throw new IOException($"{touch.Path}: only 1 of 4 bytes written");
        });

    /// <summary>The kernel makes something else of the numbers that it is given; of those that were there at first, always themselves.</summary>
    private static IEnumerable<FaultCase> Kernels() =>
        from knob in Knobs
        from kernel in new (string Name, Func<long, long> Of)[]
        {
            ("rounds down by little", number => number - number / 100), ("halves", number => number / 2), ("doubles", number => number * 2),
            ("clamps to 200", number => Math.Min(number, 200)), ("takes whole pages", number => number / 4096 * 4096),
            ("takes a power of two", number => number <= 0 ? number : (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)number)),
        }
        from ending in new[] { Ending.Confirm, Ending.Revert }
        select new FaultCase($"the kernel {kernel.Name} on {knob.Tunable}", ending, scene =>
        {
            string Made(string written) => RawFile.Canonical(written) == RawFile.Canonical(knob.Values[0].Raw) ? knob.Values[0].Raw
                : string.Join('\t', RawFile.Canonical(written).Split(' ').Select(word => long.TryParse(word, out var number) ? $"{kernel.Of(number)}" : word)) + "\n";
            scene.Kernel.Makes = (path, written) => path == knob.Path ? Made(written) : written;
            scene.New = other => other == knob ? Made(other.Values[1].Raw) : other.Values[1].Raw;
        });

    /// <summary>
    /// At each look that the worker takes at a file, just before it: somebody else has set it, the kernel has gone back on it, it
    /// is gone, or something new of the same name stands there.
    /// </summary>
    private static IEnumerable<FaultCase> Meddlers(IReadOnlyDictionary<(Knob Knob, Ending Ending), int> looks)
    {
        foreach (var knob in Knobs)
            foreach (var ending in new[] { Ending.Confirm, Ending.Revert })
                foreach (var (name, content) in new (string, string?)[] { ("is set by somebody else", "77\n"), ("is gone", null), ("is another of the same name", "1024\n") }
                    .Where(other => other.Item2 != "1024\n" || knob.Tunable == "cgroup.cpu.weight"))
                {
                    for (var look = 1; look <= looks[(knob, ending)]; look++)
                        yield return new FaultCase($"{knob.Tunable} {name} at look {look}", ending, AtLook(knob.Path, look, scene => scene.Meddle(knob.Path, content)));
                    yield return new FaultCase($"{knob.Tunable} {name} while it is pending", ending, _ => { }) { WhilePending = scene => scene.Meddle(knob.Path, content) };
                }
        foreach (var knob in Knobs)
            yield return new FaultCase($"the kernel goes back on {knob.Tunable}", Ending.Confirm, _ => { })
                { WhilePending = scene => scene.Meddle(knob.Path, knob.Values[0].Raw) };
    }

    private static Action<FaultScene> AtLook(string path, int look, Action<FaultScene> what) => scene => scene.Kernel.Before = touch =>
    {
        if (!touch.IsWrite && touch.Path == path && touch.Number == look) what(scene);
    };

    /// <summary>Somebody sets the clock on the wall, hours on or back; the deadline is a stretch of time and no hour of the day.</summary>
    private static IEnumerable<FaultCase> Clocks() =>
        from hours in new[] { -30, -5, 5, 30 }
        from late in new[] { false, true }
        select new FaultCase($"the clock jumps by {hours} h, {(late ? "and the deadline passes" : "and the deadline is near")}", Ending.Confirm, _ => { })
        {
            Expected = late ? ChangeState.Reverted : ChangeState.Kept,
            WhilePending = scene =>
            {
                scene.Time.Jump = TimeSpan.FromHours(hours);
                scene.Time.Pass(FaultRun.Deadline - TimeSpan.FromSeconds(late ? 0 : 1));
            },
        };
}
