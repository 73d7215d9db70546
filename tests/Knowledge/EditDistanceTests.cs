using Kernward.Knowledge;

namespace Kernward.Tests.Knowledge;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("swap", "swap", 0)]
    [InlineData("swap", "swpa", 1)]
    [InlineData("swap", "swaps", 1)]
    [InlineData("swap", "wap", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void It_counts_what_must_be_typed_differently(string a, string b, int distance)
    {
        Assert.Equal(distance, EditDistance.Of(a, b, 10));
        Assert.Equal(distance, EditDistance.Of(b, a, 10));
    }

    [Fact]
    public void Beyond_the_most_it_only_says_more() => Assert.True(EditDistance.Of("a", "abcdefgh", 2) > 2);
}
