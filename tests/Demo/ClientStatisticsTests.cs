using Kernward.Demo;

namespace Kernward.Tests.Demo;

public class ClientStatisticsTests
{
    [Fact]
    public void Takes_percentiles_by_nearest_rank() =>
        Assert.Equal(new(150, 3, 75, 149, 150), ClientStatistics.Of(Enumerable.Range(1, 150).Reverse().Select(i => (double)i), 3));

    [Fact]
    public void One_time_is_every_percentile() => Assert.Equal(new(1, 0, 7, 7, 7), ClientStatistics.Of([7], 0));

    [Fact]
    public void None_is_zero_and_says_so_by_its_count() => Assert.Equal(new(0, 0, 0, 0, 0), ClientStatistics.Of([], 0));
}
