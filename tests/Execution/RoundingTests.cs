using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;

namespace Kernward.Tests.Execution;

public sealed class RoundingTests
{
    [Theory]
    [InlineData("int", "", "1000", "1000", true)]
    [InlineData("int", "", "1000", "1016", true)]
    [InlineData("int", "", "1000", "1100", false)]
    [InlineData("int", "", "5000", "4096", false)]
    [InlineData("int", "By", "5000", "4096", true)]
    [InlineData("int", "By", "4000", "0", false)]
    [InlineData("number-or-max", "By", "max", "max", true)]
    [InlineData("number-or-max", "By", "1000000", "max", false)]
    [InlineData("number-or-max", "", "1.50", "1.5", true)]
    [InlineData("ints", "By", "4096 131072 8388607", "4096 131072 8388608", true)]
    [InlineData("ints", "By", "4096 131072 8388608", "4096 131072", false)]
    [InlineData("cpulist", "", "0,1,2,3", "0-3", true)]
    [InlineData("cpulist", "", "0-3", "0-2", false)]
    [InlineData("cpulist", "", "0-3", "all", false)]
    [InlineData("choice", "", "never", "madvise", false)]
    public void Tells_rounding_from_another_value(string type, string unit, string asked, string now, bool accepted) =>
        Assert.Equal(accepted, Rounding.Accepts(Some.Tunable("x", new ValueRange(type, Unit: unit)), asked, now));
}
