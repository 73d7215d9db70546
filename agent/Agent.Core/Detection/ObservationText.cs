using System.IO.Compression;
using System.Text.Json;
using Kernward.Machine;

namespace Kernward.Detection;

/// <summary>An observation as one short text: JSON, packed, in base64.</summary>
public static class ObservationText
{
    /// <summary>Characters; a busy host's observation is a tenth of that.</summary>
    public const int Longest = 512 << 10;

    /// <summary>Null where it would be longer than <see cref="Longest"/>: half an observation would replay as another one.</summary>
    public static string? Pack(Observation observation)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            JsonSerializer.Serialize(zip, observation, ObservationJson.Default.Observation);
        var text = Convert.ToBase64String(packed.ToArray());
        return text.Length <= Longest ? text : null;
    }

    /// <summary>Throws <see cref="FormatException"/> where the text is no observation of this version.</summary>
    public static Observation Unpack(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(Packed.Unpack(Convert.FromBase64String(text)), ObservationJson.Default.Observation) is { IsWhole: true } found
                ? found
                : throw new FormatException("the observation is not whole, or of another version");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new FormatException($"the observation cannot be read: {e.Message}", e);
        }
    }
}
