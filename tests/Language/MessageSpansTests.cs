using Kernward.Language;

namespace Kernward.Tests.Language;

public sealed class MessageSpansTests
{
    [Theory]
    [InlineData("cap rsync at 50 MB/s", "50")]
    [InlineData("pin redis to cores 0-3", "0-3")]
    [InlineData("pin redis to cores 0 to 3", "0-3")]
    [InlineData("keep it on cores 2 and 4", "2,4")]
    [InlineData("give it half of the cpu", "50")]
    [InlineData("prepare for 50k connections", "50k")]
    [InlineData("limit it to 8gb", "8")]
    [InlineData("set kernel.sched_rt_runtime_us to -1", "-1")]
    [InlineData("set tcp_rmem to 4096 87380 6291456", "4096 87380 6291456")]
    public void Numbers_come_as_the_contract_wants_them(string text, string number) => Assert.Contains(number, new MessageSpans(text).Numbers);

    [Fact]
    public void The_ends_of_a_range_are_no_numbers_of_their_own() => Assert.DoesNotContain("3", new MessageSpans("pin redis to cores 0-3").Numbers);

    [Fact]
    public void A_name_comes_back_as_it_was_written() => Assert.Equal("Billing-API.service", new MessageSpans("Throttle Billing-API.service now").AsWritten("billing-api.service"));

    [Fact]
    public void Runs_of_words_are_offered_and_sentences_are_not()
    {
        var spans = new MessageSpans("give nginx more cpu than the nightly backup job please");
        Assert.Contains("nightly backup", spans.Runs);
        Assert.DoesNotContain(spans.Runs, run => run.Split(' ').Length > 4);
    }

    [Fact]
    public void Punctuation_around_a_word_is_no_part_of_its_name() => Assert.Contains("postgres", new MessageSpans("is (postgres), slow?").Words);

    [Fact]
    public void A_flood_of_words_offers_a_bounded_number_of_spans() =>
        Assert.InRange(new MessageSpans(string.Join(' ', Enumerable.Range(0, 5000).Select(i => $"w{i}"))).Runs.Count(), 1, 320);
}
