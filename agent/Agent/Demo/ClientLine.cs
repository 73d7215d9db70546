namespace Kernward.Demo;

/// <summary>
/// What the clients saw in half a second, as one line of JSON. Times are milliseconds from the instant at which a request
/// was due to be sent; <see cref="Ms"/> holds every one of them, so that longer windows have exact percentiles too.
/// A request that was given up counts as an error and with the time after which it was.
/// </summary>
internal sealed record ClientLine(int Count, int Errors, double P50Ms, double P99Ms, double MaxMs, double[] Ms);
