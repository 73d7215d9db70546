using Kernward.History;

namespace Kernward.Tests.History;

public sealed class RollupCodecTests
{
    private static Rollup Any(Random random) => random.Next(4) switch
    {
        0 => Rollup.Of(0),
        1 => Rollup.Of(random.NextSingle() * 1e9f),
        2 => new Rollup(-1, float.Epsilon, float.MaxValue, 3.5f, random.Next(1, 3600)),
        _ => new Rollup(random.Next(10), random.Next(10, 20), random.Next(20, 30), random.Next(10, 30), 10),
    };

    [Fact]
    public void Gives_back_every_bit()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var number = 0;
            var entries = Enumerable.Range(0, random.Next(0, 200)).Select(_ => (Number: number += random.Next(1, 2 + round), Value: Any(random))).ToList();
            Assert.Equal(entries, RollupCodec.Unpack(RollupCodec.Pack(entries)));
        }
    }

    [Fact]
    public void What_stands_still_is_ten_bytes() =>
        Assert.InRange(RollupCodec.Pack([.. Enumerable.Range(0, 60).Select(i => (i, Rollup.Of(42)))]).Length, 1, 10);

    /// <summary>Nothing but a refusal comes of damaged bytes: no other exception, no endless memory.</summary>
    [Fact]
    public void Damaged_bytes_are_refused_or_read_as_something()
    {
        var random = new Random(2);
        var refused = 0;
        for (var round = 0; round < 3000; round++)
        {
            var packed = RollupCodec.Pack([.. Enumerable.Range(0, random.Next(1, 80)).Select(i => (i, round % 3 == 0 ? Rollup.Of(1) : Any(random)))]);
            for (var i = random.Next(1, 4); i > 0; i--) packed[random.Next(packed.Length)] = (byte)random.Next(256);
            try
            {
                RollupCodec.Unpack(packed.AsSpan(0, random.Next(3) == 0 ? random.Next(packed.Length) : packed.Length));
            }
            catch (FormatException)
            {
                refused++;
            }
        }
        Assert.True(refused > 500, $"{refused}");
    }
}
