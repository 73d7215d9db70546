using System.Runtime.InteropServices;

namespace Kernward.History;

/// <summary>What is kept of several samples: <paramref name="Count"/> is how many there were.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Rollup(float Min, float Mean, float Max, float Last, int Count)
{
    public static Rollup Of(float value) => new(value, value, value, value, 1);

    /// <summary>This one and a later one together.</summary>
    public Rollup Then(Rollup later)
    {
        if (Count == 0) return later;
        if (later.Count == 0) return this;
        var count = Count + later.Count;
        var mean = Mean + ((double)later.Mean - Mean) * later.Count / count;
        return new Rollup(Math.Min(Min, later.Min), (float)mean, Math.Max(Max, later.Max), later.Last, count);
    }
}
