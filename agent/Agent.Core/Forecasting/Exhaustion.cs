namespace Kernward.Forecasting;

/// <summary>
/// When something that has a limit will be used up, in seconds from now: as expected, and the 90 % interval around it.
/// <paramref name="Latest"/> is infinite where it may also not happen. <paramref name="Basis"/> says in words what it rests on,
/// <paramref name="Window"/> how much of the past was looked at, <paramref name="Pace"/> is what is lost a second.
/// </summary>
public sealed record Exhaustion(double Expected, double Earliest, double Latest, string Basis, TimeSpan Window, double Pace);
