using System.Text;
using Kernward.Domain;

namespace Kernward.Tests.Domain;

public sealed class ShownTests
{
    /// <summary>Everything that steers a terminal, cannot be seen, or is drawn over its neighbours.</summary>
    public static TheoryData<string, string> Steering() => new()
    {
        { "null and bell", "\0\a" }, { "escape", "\u001b[2J" }, { "title", "\u001b]0;x\u0007" }, { "link", "\u001b]8;;http://x\u001b\\" }, { "return", "\rroot" },
        { "new line", "\n" }, { "tab", "\t" }, { "delete", "\u007f" }, { "C1", "\u009b31m\u0085" }, { "bidi overrides", "\u202a\u202b\u202c\u202d\u202e" },
        { "bidi isolates", "\u2066\u2067\u2068\u2069" }, { "bidi marks", "\u200e\u200f\u061c" }, { "zero width", "\u200b\u200c\u200d\u2060\ufeff\u00ad" },
        { "tags", "\U000E0041\U000E007F" }, { "variation selectors", "\ufe00\ufe0f\U000E0100" }, { "separators", "\u2028\u2029" },
        { "fillers", "\u115f\u3164\uffa0\u2800\u034f" }, { "spaces", "\u00a0\u2003\u3000" }, { "private use", "\ue000\U000F0000" }, { "not a character", "\uffff" },
    };

    [Theory]
    [MemberData(nameof(Steering))]
    public void What_steers_or_hides_is_replaced(string what, string text)
    {
        var shown = Shown.Safe($"a{text}b");
        Assert.True(shown.EnumerateRunes().All(Shown.IsPlain), what);
        Assert.StartsWith("a?", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nginx.service")]
    [InlineData("naïve Größe ñandú")]
    [InlineData("база данных")]
    [InlineData("数据库")]
    [InlineData("Việt")]
    [InlineData("😀 ok")]
    [InlineData("12 µs → 3 ms, ≤ 4 × …")]
    public void What_can_be_read_is_left_as_it_is(string text) => Assert.Equal(text, Shown.Safe(text));

    [Theory]
    [InlineData("ngin\u0445", "ngin<U+0445>")]
    [InlineData("\u0440ostgres", "<U+0440>ostgres")]
    [InlineData("\u0441\u043e\u0440\u0443", "<U+0441><U+043E><U+0440><U+0443>")]
    [InlineData("\u03bfn", "<U+03BF>n")]
    [InlineData("\uff4e\uff47", "<U+FF4E><U+FF47>")]
    [InlineData("\U0001D427ginx", "<U+1D427>ginx")]
    [InlineData("ng\u0131nx", "ng<U+0131>nx")]
    [InlineData("nightly\u2010backup", "nightly<U+2010>backup")]
    [InlineData("a\u2215b", "a<U+2215>b")]
    [InlineData("cafe\u0301", "cafe<U+0301>")]
    [InlineData("cpu\u0661", "cpu<U+0661>")]
    public void A_name_that_looks_like_another_is_told_apart(string name, string shown) => Assert.Equal(shown, Shown.Safe(name));

    [Fact]
    public void A_flood_of_marks_does_not_cover_the_lines_around() =>
        Assert.Equal("д\u0300\u0301????", Shown.Safe("д\u0300\u0301\u0302\u0303\u0304\u0305"));

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("a?b?", Shown.Safe("a\ud800b\udc00"));

    [Fact]
    public void Bytes_that_are_no_text_are_shown_as_unknown() => Assert.Equal("a?b", Shown.Safe(Encoding.UTF8.GetString([0x61, 0xff, 0x62])));

    [Fact]
    public void A_long_text_is_cut_between_characters()
    {
        Assert.Equal(new string('x', 120) + "…", Shown.Safe(new string('x', 100_000)));
        Assert.Equal("xxx…", Shown.Safe("xxx😀yyy", 4));
    }

    [Fact]
    public void A_second_line_does_not_begin_where_the_first_does() => Assert.Equal("a\n  kernward: approved?[2J", Shown.Lines("a\nkernward: approved\u001b[2J\n"));
}
