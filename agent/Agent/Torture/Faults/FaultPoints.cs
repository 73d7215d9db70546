namespace Kernward.Torture.Faults;

/// <summary>Where a fault can come: how often a plan that ends so looks at each file, and how often it touches any.</summary>
internal sealed record FaultPoints(IReadOnlyDictionary<(Knob Knob, Ending Ending), int> Looks, IReadOnlyDictionary<Ending, int> Touches);
