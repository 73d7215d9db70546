using Kernward.Language;

namespace Kernward.Tests.Language;

public sealed class KnownNamesTests
{
    private static List<string> In(string message, params string[] known) => KnownNames.In(message, known, name => name is "vm.swappiness" or "swappiness");

    [Fact]
    public void Words_of_requests_are_no_names_even_where_somebody_is_called_so() =>
        Assert.Equal(["nginx"], In("give nginx more cpu than 10 percent of swappiness", "more", "cpu", "10", "give", "than", "swappiness", "nginx-more", "of", "nginx"));

    [Fact]
    public void Of_two_names_where_one_is_part_of_the_other_the_longer_is_meant() =>
        Assert.Equal(["nightly backup"], In("stop favouring the nightly backup", "nightly", "backup", "nightly-backup"));

    [Fact]
    public void A_short_name_that_also_stands_alone_is_told_too() =>
        Assert.Equal(["backup", "nightly backup"], In("the nightly backup and the other backup", "backup", "nightly-backup").Order());

    [Fact]
    public void A_flood_of_names_is_bounded() =>
        Assert.Equal(8, In(string.Join(' ', Enumerable.Range(0, 50).Select(i => $"svc{i}")), [.. Enumerable.Range(0, 50).Select(i => $"svc{i}")]).Count);
}
