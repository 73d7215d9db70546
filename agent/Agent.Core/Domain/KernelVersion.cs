using System.Globalization;
using System.Text.RegularExpressions;

namespace Kernward.Domain;

/// <summary>A version of Linux, as far as it matters for what there is: <c>6.18</c>.</summary>
public readonly partial record struct KernelVersion(int Major, int Minor)
{
    /// <summary>From a release (<c>6.1.0-18-amd64</c>) or a version (<c>6.1</c>); null where the text begins with none.</summary>
    public static KernelVersion? Parse(string text) =>
        Form().Match(text) is { Success: true } found
            ? new KernelVersion(int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture))
            : null;

    public bool IsBefore(KernelVersion other) => Major < other.Major || (Major == other.Major && Minor < other.Minor);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    [GeneratedRegex(@"^(\d{1,3})\.(\d{1,3})(?!\d)")]
    private static partial Regex Form();
}

/// <summary>
/// Kernels that have a tunable: from <paramref name="Since"/> to <paramref name="Until"/>, both included; from
/// <paramref name="NoEffectSince"/> on it is there, and nothing reads it.
/// </summary>
public sealed record KernelSpan(KernelVersion? Since = null, KernelVersion? Until = null, KernelVersion? NoEffectSince = null)
{
    public static KernelSpan All { get; } = new();

    /// <summary>Why a kernel lacks it; empty where the version is no reason.</summary>
    public string WhyAbsent(KernelVersion running) => (Since, Until) switch
    {
        ({ } since, _) when running.IsBefore(since) => $"it came with Linux {since}, and this is {running}",
        (_, { } until) when until.IsBefore(running) => $"the last Linux with it was {until}, and this is {running}",
        _ => "",
    };

    /// <summary>In words, for who asks; empty for what every kernel has.</summary>
    public override string ToString() => string.Join("; ", new[]
    {
        Since is { } since ? $"since Linux {since}" : "", Until is { } until ? $"until Linux {until}" : "",
        NoEffectSince is { } without ? $"without effect since Linux {without}" : "",
    }.Where(part => part.Length > 0));
}
