using System.Text;
using Kernward.Plugins.Sensors;

namespace Kernward.Tests.Plugins.Sensors;

public sealed class FieldsTests
{
    [Fact]
    public void Walks_fields_whatever_blanks_are_between()
    {
        var fields = new Fields("  one\t2   three "u8);
        Assert.Equal("one", Encoding.ASCII.GetString(fields.Text()));
        Assert.Equal(2UL, fields.Number());
        Assert.True(fields.Next(out _));
        Assert.False(fields.Next(out _));
    }

    [Fact]
    public void Reads_the_largest_counter() => Assert.Equal(ulong.MaxValue, Fields.ParseNumber("18446744073709551615"u8));

    [Theory]
    [InlineData("")]
    [InlineData("18446744073709551616")]
    [InlineData("-1")]
    [InlineData("12x")]
    [InlineData("0x12")]
    [InlineData("1.5")]
    [InlineData("NaN")]
    public void Refuses_what_is_no_counter(string text) =>
        Assert.Throws<FormatException>(() => Fields.ParseNumber(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("")]
    [InlineData("nan")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("1,5")]
    public void Refuses_what_is_no_decimal(string text) =>
        Assert.Throws<FormatException>(() => Fields.ParseDecimal(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Reads_lines_with_and_without_an_end()
    {
        var lines = new Lines("a\n\nb"u8);
        Assert.True(lines.Next(out var first) && first.SequenceEqual("a"u8));
        Assert.True(lines.Next(out var empty) && empty.IsEmpty);
        Assert.True(lines.Next(out var last) && last.SequenceEqual("b"u8));
        Assert.False(lines.Next(out _));
    }
}
