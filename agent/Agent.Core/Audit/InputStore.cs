using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Kernward.Machine;

namespace Kernward.Audit;

/// <summary>
/// What rulings rested on, one file each, named by the SHA-256 of its bytes (<c>audit/HASH.json.gz</c>). The hash stands in the
/// log's entry, so that the chain covers it.
/// </summary>
public sealed class InputStore(AuditPlace place)
{
    /// <summary>On disk when it returns; the hash. Throws <see cref="AuditException"/>.</summary>
    public string Save(RulingInputs inputs)
    {
        var packed = Pack(inputs);
        var hash = Convert.ToHexStringLower(SHA256.HashData(packed));
        try
        {
            place.Make();
            AuditFile.Replace(Path(hash), packed);
            return hash;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditException($"what the ruling rests on cannot be kept in {place.Inputs}: {e.Message}", e);
        }
    }

    /// <summary>Throws <see cref="AuditException"/> where it is missing, altered, or not of this version.</summary>
    public RulingInputs Load(string hash)
    {
        var packed = Checked(hash);
        try
        {
            return JsonSerializer.Deserialize(Packed.Unpack(packed), AuditJson.Default.RulingInputs) is { Schema: RulingInputs.ThisSchema } inputs
                ? inputs
                : throw new JsonException("another schema");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new AuditException($"the inputs {Path(hash)} are not of this version: {e.Message}", e);
        }
    }

    /// <summary>The packed bytes, which are what was saved. Throws <see cref="AuditException"/>.</summary>
    public byte[] Checked(string hash)
    {
        if (!IsName(hash)) throw new AuditException("the entry names no inputs");
        try
        {
            var packed = File.ReadAllBytes(Path(hash));
            return Convert.ToHexStringLower(SHA256.HashData(packed)) == hash ? packed : throw new AuditException($"the inputs {Path(hash)} were altered");
        }
        catch (FileNotFoundException e)
        {
            throw new AuditException($"the inputs {Path(hash)} are missing", e);
        }
        catch (IOException e)
        {
            throw new AuditException($"the inputs {Path(hash)} cannot be read: {e.Message}", e);
        }
    }

    internal static bool IsName(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);

    private string Path(string hash) => place.Input(hash);

    private static byte[] Pack(RulingInputs inputs)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest)) JsonSerializer.Serialize(zip, inputs, AuditJson.Default.RulingInputs);
        return packed.ToArray();
    }
}
