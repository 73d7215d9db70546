using Kernward.Plugins.Sensors;

namespace Kernward.Tests.Plugins.Sensors;

public sealed class VmStatSensorTests
{
    [Theory]
    [InlineData(4096.0 * 1000, 1000, 4096)]
    [InlineData(4096.0 * 1030, 1000, 4096)]
    [InlineData(4096.0 * 970, 1000, 4096)]
    [InlineData(65536.0 * 990, 1000, 65536)]
    [InlineData(16384.0 * 1010, 1000, 16384)]
    public void Finds_the_page_size_though_memory_moves_between_the_readings(double bytes, int pages, int size) =>
        Assert.Equal(size, VmStatSensor.PageSize(bytes, (ulong)pages));

    [Fact]
    public void Says_nothing_where_the_numbers_make_no_sense()
    {
        Assert.Null(VmStatSensor.PageSize(null, 10));
        Assert.Null(VmStatSensor.PageSize(4096, 0));
        Assert.Null(VmStatSensor.PageSize(4096, 4096));
        Assert.Null(VmStatSensor.PageSize(1e15, 1));
    }
}
