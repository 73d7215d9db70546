using System.Text;
using System.Text.Json.Nodes;

namespace Kernward.Torture.Messages;

/// <summary>Makes wrong messages of right ones.</summary>
internal sealed class Mutator(Seeds seeds, Random random)
{
    private static readonly byte[][] Tokens =
    [
        .. new[] { "null", "true", "{", "}", "[", "]", "\"", ",", ":", "\\", "\0", "\r", "\t", "\uFEFF", "-0", "1e999", "-1e-999", "99999999999999999999", "0x10",
            "\\ud800", "\\u0000", "\u202E", "\"op\":\"apply\",", "\"op\":\"reboot\",", "\"$type\":\"x\",", "\"deadline_s\":1,", "\"n\":1,", "//", "NaN", "{}", "[[]]" }.Select(Encoding.UTF8.GetBytes),
        [0xC3, 0x28], [0xFF], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82],
    ];

    /// <summary>Longer ones are rare, as each costs as much as thousands of others.</summary>
    private const int LongEvery = 4000, DeepEvery = 400;

    /// <summary>One line without its end, which is no request that may be carried out.</summary>
    public byte[] Next()
    {
        if (random.Next(LongEvery) == 0) return Long();
        if (random.Next(DeepEvery) == 0) return Deep();
        if (random.Next(8) == 0) return OtherValue();
        if (random.Next(8) == 0) return OtherShape();
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(seeds.All[random.Next(2) * random.Next(seeds.All.Count)]));
        for (var times = random.Next(1, 6); times > 0 && bytes.Count > 2; times--) Mutate(bytes, random.Next(bytes.Count));
        bytes.RemoveAll(value => value == (byte)'\n');
        return [.. bytes];
    }

    private void Mutate(List<byte> bytes, int at)
    {
        var length = Math.Min(random.Next(1, 60), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.RemoveRange(at, bytes.Count - at); break;
            case 4: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 5: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length)); break;
            default: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
        }
    }

    /// <summary>The approved plan with one number in it that is another: only its hash tells, so that it must be refused.</summary>
    private byte[] OtherValue()
    {
        var begin = seeds.Approved.IndexOf(seeds.Plan, StringComparison.Ordinal);
        var digits = Enumerable.Range(begin, seeds.Plan.Length).Where(at => char.IsAsciiDigit(seeds.Approved[at])).ToList();
        var at = digits[random.Next(digits.Count)];
        var other = (char)('0' + (seeds.Approved[at] - '0' + random.Next(1, 10)) % 10);
        return Encoding.UTF8.GetBytes(seeds.Approved[..at] + other + seeds.Approved[(at + 1)..]);
    }

    /// <summary>One place of a right message, at any depth, without its value or with null or another kind of value.</summary>
    private byte[] OtherShape()
    {
        var message = JsonNode.Parse(seeds.All[0])!;
        var places = Below(message).ToList();
        var place = places[random.Next(places.Count)];
        JsonNode? other = random.Next(4) switch { 0 => new JsonObject(), 1 => new JsonArray((JsonNode?)null), 2 => JsonValue.Create(7), _ => null };
        if (place.Parent is JsonArray list) list[place.GetElementIndex()] = other;
        else if (random.Next(2) == 0) ((JsonObject)place.Parent!).Remove(place.GetPropertyName());
        else place.Parent![place.GetPropertyName()] = other;
        return Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    private static IEnumerable<JsonNode> Below(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch { JsonObject map => map.Select(pair => pair.Value), JsonArray list => list, _ => [] };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            foreach (var deeper in Below(child)) yield return deeper;
        }
    }

    private byte[] Long()
    {
        var line = new byte[random.Next(1, 11) << 20];
        line.AsSpan().Fill((byte)"x [\"{"[random.Next(5)]);
        Encoding.UTF8.GetBytes("{\"op\":\"undo\",\"which\":\"").CopyTo(line, 0);
        return line;
    }

    private byte[] Deep()
    {
        var (depth, open) = (random.Next(1, 50_000), random.Next(2) == 0 ? "[" : "{\"a\":");
        return Encoding.UTF8.GetBytes("{\"op\":\"apply\",\"plan\":" + string.Concat(Enumerable.Repeat(open, depth)));
    }
}
