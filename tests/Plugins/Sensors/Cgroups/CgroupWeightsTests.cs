using Kernward.Plugins.Sensors.Cgroups;

namespace Kernward.Tests.Plugins.Sensors.Cgroups;

public sealed class CgroupWeightsTests
{
    [Theory]
    [InlineData(1024, 100)]
    [InlineData(2048, 200)]
    [InlineData(512, 50)]
    [InlineData(2, 1)]
    [InlineData(262144, 10000)]
    public void Translates_shares_as_systemd_does(double shares, double weight) => Assert.Equal(weight, CgroupWeights.FromShares(shares));

    [Theory]
    [InlineData(100, 1024)]
    [InlineData(300, 3072)]
    [InlineData(1, 10)]
    [InlineData(10000, 102400)]
    public void Translates_weights_back(double weight, double shares) => Assert.Equal(shares, CgroupWeights.ToShares(weight));

    [Fact]
    public void Translates_block_weights_both_ways()
    {
        Assert.Equal(100, CgroupWeights.FromBlockWeight(500));
        Assert.Equal(500, CgroupWeights.ToBlockWeight(100));
        Assert.Equal(10, CgroupWeights.ToBlockWeight(1));
        Assert.Equal(1000, CgroupWeights.ToBlockWeight(10000));
    }
}
