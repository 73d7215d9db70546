using Kernward.Domain;
using Kernward.Execution;
using Kernward.Tests.Support;

namespace Kernward.Tests.Actuators;

public sealed class FileActuatorTests
{
    [Fact]
    public void Reads_tabs_as_single_spaces() =>
        Assert.Equal("4096 131072 6291456", Some.Tunables.Read(Some.Kernel(), "net.ipv4.tcp_rmem", "host"));

    [Fact]
    public void Restores_exactly_what_was_there()
    {
        var edit = Assert.Single(Edits(Some.Kernel(), "net.ipv4.tcp_rmem", "4096 131072 8388608"));
        Assert.Equal(new FileEdit("proc/sys/net/ipv4/tcp_rmem", "4096 131072 8388608\n", "4096\t131072\t6291456\n", "4096\t131072\t6291456\n"), edit);
    }

    [Fact]
    public void Reads_the_chosen_word() => Assert.Equal("madvise", Some.Tunables.Read(Some.Kernel(), "mm.thp", "host"));

    [Fact]
    public void Restores_a_choice_by_its_word() => Assert.Equal("madvise\n", Assert.Single(Edits(Some.Kernel(), "mm.thp", "never")).Restore);

    [Fact]
    public void Refuses_a_word_that_the_file_does_not_offer()
    {
        var kernel = Some.Kernel().WithChoice("sys/block/sda/queue/scheduler", "[none] mq-deadline\n");
        var refused = Assert.Throws<ActuatorException>(() => Edits(kernel, "block.queue.scheduler", "bfq", "sda"));
        Assert.Equal("block.queue.scheduler in 'sda' offers none, mq-deadline; not bfq", refused.Message);
    }

    [Fact]
    public void Refuses_a_word_that_the_file_beside_does_not_offer()
    {
        var refused = Assert.Throws<ActuatorException>(() => Edits(Some.Kernel(), "net.ipv4.tcp_congestion_control", "bbr"));
        Assert.Contains("offers reno, cubic", refused.Message);
        Assert.Single(Edits(Some.Kernel(), "net.ipv4.tcp_congestion_control", "reno"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("sda/../../../proc/sys")]
    [InlineData("sda\0")]
    [InlineData("sd a")]
    [InlineData("sd\na")]
    [InlineData("nosuch")]
    public void Has_nothing_in_an_odd_scope(string scope)
    {
        var kernel = Some.Kernel().WithChoice("sys/block/sda/queue/scheduler", "[none]\n");
        Assert.Null(Some.Tunables.Read(kernel, "block.queue.scheduler", scope));
        Assert.Throws<ActuatorException>(() => Edits(kernel, "block.queue.scheduler", "none", scope));
    }

    [Fact]
    public void Has_a_host_tunable_in_no_other_scope() => Assert.Null(Some.Tunables.Read(Some.Kernel(), "vm.swappiness", "sda"));

    [Fact]
    public void Gives_back_the_other_form_of_a_limit_too()
    {
        var kernel = Some.Kernel().With("proc/sys/vm/dirty_bytes", "0\n");
        Assert.Equal(["proc/sys/vm/dirty_bytes", "proc/sys/vm/dirty_ratio"], Edits(kernel, "vm.dirty_bytes", "1000000").Select(edit => edit.Path));
        Assert.Equal("", Edits(kernel, "vm.dirty_bytes", "1000000")[1].Text);
    }

    internal static IReadOnlyList<FileEdit> Edits(FakeKernel kernel, string id, string to, string scope = "host")
    {
        var tunable = Some.Knowledge.Tunable(id)!;
        return Some.Tunables.Edits(kernel, tunable, scope, TunableValue.Parse(tunable, to, out var reason) ?? throw new InvalidOperationException(reason));
    }
}
