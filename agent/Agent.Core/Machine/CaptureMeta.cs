using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kernward.Machine;

/// <summary>
/// What <c>meta.json</c> of a capture says. <paramref name="Times"/> are the seconds of each frame since the start; where the
/// file has none, frames are <paramref name="Interval"/> apart.
/// </summary>
public sealed record CaptureMeta(string Kernel, string Architecture, string HostName, DateTimeOffset Start, TimeSpan Interval,
    IReadOnlyList<TimeSpan> Times)
{
    public const string Schema = "kernward-capture/1";

    private const int MaxFrames = 10_000;

    public int Frames => Times.Count;

    internal byte[] ToJson()
    {
        var json = new JsonObject
        {
            ["schema"] = Schema,
            ["kernel"] = Kernel,
            ["architecture"] = Architecture,
            ["host"] = HostName,
            ["start"] = Start.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ"),
            ["interval_s"] = Interval.TotalSeconds,
            ["frames"] = Frames,
            ["times_s"] = new JsonArray([.. Times.Select(time => JsonValue.Create(time.TotalSeconds))]),
        };
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    /// <exception cref="CaptureException">Where it is no meta.json of this schema.</exception>
    internal static CaptureMeta Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return Parse(JsonNode.Parse(json)?.AsObject() ?? throw new JsonException());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new CaptureException("The capture's meta.json is broken.", e);
        }
    }

    private static CaptureMeta Parse(JsonObject json)
    {
        var schema = Text(json, "schema");
        if (schema != Schema) throw new CaptureException($"The capture has schema '{schema}', and this version reads '{Schema}'.");
        var frames = (int?)json["frames"] ?? 0;
        if (frames is < 1 or > MaxFrames) throw new CaptureException($"The capture claims {frames} frames.");
        var interval = TimeSpan.FromSeconds((double?)json["interval_s"] ?? 1);
        var start = (DateTimeOffset?)json["start"] ?? DateTimeOffset.UnixEpoch;
        return new CaptureMeta(Text(json, "kernel"), Text(json, "architecture"), Text(json, "host"), start, interval,
            ReadTimes(json["times_s"], frames, interval));
    }

    /// <summary>To the nearest tick, where the BCL truncates: a time must come back as it was written.</summary>
    private static TimeSpan FromSeconds(double seconds) => TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    private static string Text(JsonObject json, string key) => (string?)json[key] ?? "";

    private static List<TimeSpan> ReadTimes(JsonNode? node, int frames, TimeSpan interval)
    {
        var times = node is JsonArray array
            ? array.Select(item => FromSeconds((double?)item ?? -1)).ToList()
            : Enumerable.Range(0, frames).Select(i => interval * i).ToList();
        var rising = times.Zip(times.Skip(1), (a, b) => a < b).All(ordered => ordered);
        if (times.Count != frames || times[0] < TimeSpan.Zero || !rising)
            throw new CaptureException("The capture's frame times do not rise, or do not match its number of frames.");
        return times;
    }
}
