namespace Kernward.Benchmarking;

/// <summary>One figure: its value, the limit that it must stay under, and what a peer did in the same run where there is one.</summary>
public sealed record BenchResult(string Name, double Value, string Unit, double Limit, double? Peer = null)
{
    /// <summary>Value over peer, both measured in the same run.</summary>
    public double? Ratio => Peer is > 0 ? Math.Round(Value / Peer.Value, 3) : null;

    public bool Pass => Value < Limit;
}
