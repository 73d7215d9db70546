using Kernward.Answering;
using Kernward.Domain;

namespace Kernward.Tests.Answering;

public sealed class InspectorTests
{
    private static AnswerRow Row(Answer answer, string label) => Assert.Single(answer.Rows, row => row.Label == label);

    private static List<AnswerRow> Ranking(Answer answer, string heading) =>
        [.. answer.Rows.SkipWhile(row => row.Label != heading).Skip(1).TakeWhile(row => row.Value.Length > 0)];

    [Theory]
    [InlineData("", "CPU", "50 %")]
    [InlineData("cpu", "used", "2")]
    [InlineData("memory", "available", "4 GiB")]
    [InlineData("swap", "swapped in", "1 MiB/s")]
    [InlineData("disk", "waiting for I/O", "3 %")]
    [InlineData("network", "established", "321")]
    [InlineData("files", "file handles", "4000")]
    [InlineData("processes", "tasks", "900")]
    [InlineData("power", "CPUs by clock", "")]
    [InlineData("kernel", "release", "6.8.0-test")]
    public void Each_resource_shows_its_present_values(string resource, string label, string value)
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), resource);

        Assert.Equal(value, Row(answer, label).Value);
        Assert.NotEmpty(answer.Summary);
        Assert.DoesNotContain('{', answer.Summary);
    }

    [Fact]
    public void A_resource_of_which_nothing_can_be_read_says_so_and_has_no_rows()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "accelerator");

        Assert.Empty(answer.Rows);
        Assert.Contains("Nothing about accelerators", answer.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_absent_makes_no_row_and_is_never_zero()
    {
        var answer = Scene.Inspect(new InventedWindow().Gauge("system.memory.total", Scene.GiB).Build(), "memory");

        Assert.Equal(["total"], answer.Rows.Select(row => row.Label));
    }

    [Fact]
    public void A_single_look_has_no_rates()
    {
        var answer = Scene.Inspect(Scene.Busy().Glance(), "cpu");

        Assert.DoesNotContain(answer.Rows, row => row.Label is "used" or "processes by CPU");
        Assert.Equal("4 CPUs online, load 3.2.", answer.Summary);
    }

    [Fact]
    public void Mishaps_that_did_not_happen_take_no_line()
    {
        Assert.DoesNotContain(Scene.Inspect(Scene.Busy().Build(), "cpu").Rows, row => row.Label == "steal");
    }

    [Fact]
    public void The_biggest_user_comes_first_and_is_named_in_the_summary()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "cpu");

        Assert.Equal(["postgres (100)", "postgres (101)", "nginx (200)", "helper (302)", "helper (301)"], Ranking(answer, "processes by CPU").Select(row => row.Label));
        Assert.Equal("2 of 4 CPUs busy; postgres (100) uses most, 1.2 CPUs.", answer.Summary);
        Assert.Equal(0.3, Ranking(answer, "processes by CPU")[0].Share!.Value, 6);
    }

    [Fact]
    public void A_group_is_not_counted_again_in_the_group_above_it() =>
        Assert.Equal(["/system.slice/postgres.service", "/system.slice/nginx.service"],
            Ranking(Scene.Inspect(Scene.Busy().Build(), "memory"), "groups by memory").Select(row => row.Label));

    [Fact]
    public void Who_uses_nothing_is_not_ranked() =>
        Assert.DoesNotContain(Scene.Inspect(Scene.Busy().Build(), "cpu").Rows, row => row.Label == "cron (300)");

    [Fact]
    public void As_many_are_ranked_as_asked_for()
    {
        Assert.Single(Ranking(Scene.Inspect(Scene.Busy().Build(), "cpu", value: "1"), "processes by CPU"));
        Assert.Equal(3, Ranking(Scene.Inspect(Scene.Busy().Build(), "cpu", value: "3"), "processes by CPU").Count);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("99999999999999999999")]
    [InlineData("many")]
    public void A_count_that_is_none_does_no_harm(string value) =>
        Assert.NotEmpty(Ranking(Scene.Inspect(Scene.Busy().Build(), "cpu", value: value), "processes by CPU"));

    [Fact]
    public void More_than_an_amount_sifts_the_ranking()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "memory", value: "2", unit: "GB", relation: "more");

        Assert.Equal(["postgres (100)", "postgres (101)"], Ranking(answer, "processes by memory").Select(row => row.Label));
        Assert.Contains("3 above that", answer.Summary, StringComparison.Ordinal);
        Assert.Equal("Nothing here is above that.", Scene.Inspect(Scene.Busy().Build(), "memory", value: "20", unit: "GB", relation: "more").Summary);
    }

    [Fact]
    public void At_least_an_amount_is_a_question_about_what_is_free() =>
        Assert.Equal("4 GiB", Row(Scene.Inspect(Scene.Busy().Build(), "memory", value: "20", unit: "GB", relation: "at-least"), "available").Value);

    [Fact]
    public void More_than_a_percentage_sifts_by_share() =>
        Assert.Equal(["postgres (100)"], Ranking(Scene.Inspect(Scene.Busy().Build(), "cpu", value: "20", unit: "percent", relation: "more"), "processes by CPU").Select(row => row.Label));

    [Fact]
    public void A_tunable_shows_its_value_range_and_purpose()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "network", "net.core.somaxconn");

        Assert.Equal("net.core.somaxconn is 128.", answer.Summary);
        Assert.Equal("1024 to 65535", Row(answer, "safe range").Value);
        Assert.Equal("Longest accept queue.", Row(answer, "what it does").Value);
        Assert.Contains(answer.Evidence, evidence => evidence.Metric == "net.core.somaxconn" && evidence.Value == 128);
    }

    [Theory]
    [InlineData("swappiness", "vm.swappiness is 60.")]
    [InlineData("vm/swappiness", "vm.swappiness is 60.")]
    [InlineData("tcp_congestion_control", "net.ipv4.tcp_congestion_control is cubic.")]
    [InlineData("vm.dirty_bytes", "vm.dirty_bytes is 268435456 (256 MiB).")]
    [InlineData("block.sda.queue.scheduler", "block.queue.scheduler of sda is mq-deadline.")]
    public void A_tunable_is_found_by_whatever_it_is_called(string name, string summary) =>
        Assert.Equal(summary, Scene.Inspect(Scene.Busy().Build(), subject: name).Summary);

    [Fact]
    public void A_tunable_of_disks_is_shown_for_each()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), subject: "io scheduler");

        Assert.Equal("mq-deadline", Row(answer, "sda").Value);
        Assert.Equal("none", Row(answer, "nvme0n1").Value);
        Assert.Equal("block.queue.scheduler is none (nvme0n1), mq-deadline (sda).", answer.Summary);
    }

    [Theory]
    [InlineData("sda")]
    [InlineData("/dev/sda")]
    [InlineData("SDA")]
    public void A_disk_shows_what_it_does(string name)
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "disk", name);

        Assert.Equal("80 %", Row(answer, "busy").Value);
        Assert.Equal("30 ms", Row(answer, "await").Value);
        Assert.Equal("mq-deadline", Row(answer, "scheduler").Value);
        Assert.Equal("sda is busy 80 % of the time, with 10 MiB/s read and 1 MiB/s written.", answer.Summary);
    }

    [Fact]
    public void An_interface_a_file_system_and_a_cpu_are_devices_too()
    {
        Assert.Equal("eth0: 1 MiB/s in and 2 MiB/s out.", Scene.Inspect(Scene.Busy().Build(), "network", "eth0").Summary);
        Assert.Equal("/var is 91 % full, with 9 GiB free of 100 GiB.", Scene.Inspect(Scene.Busy().Build(), "disk", "/var").Summary);
        Assert.Equal("cpu0 is 90 % busy.", Scene.Inspect(Scene.Busy().Build(), "cpu", "cpu0").Summary);
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("Postgres.service")]
    [InlineData("/system.slice/postgres.service")]
    public void A_service_shows_what_its_group_uses(string name)
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), subject: name);

        Assert.Equal("/system.slice/postgres.service uses 1.5 CPUs and 8 GiB of memory.", answer.Summary);
        Assert.Equal("300", Row(answer, "CPU weight").Value);
        Assert.Equal(["postgres (100)", "postgres (101)"], Ranking(answer, "its processes by memory").Select(row => row.Label));
    }

    [Fact]
    public void A_service_and_a_resource_show_that_alone()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "memory", "postgres");

        Assert.DoesNotContain(answer.Rows, row => row.Label == "CPU");
        Assert.Equal("8 GiB", Row(answer, "memory").Value);
    }

    [Fact]
    public void A_resource_that_is_not_measured_for_a_service_is_said_and_the_rest_shown()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "network", "nginx");

        Assert.StartsWith("Of one service nothing is measured here about network.", answer.Summary, StringComparison.Ordinal);
        Assert.Equal("1 GiB", Row(answer, "memory").Value);
    }

    [Fact]
    public void A_process_outside_all_groups_is_found_by_name_and_pid()
    {
        Assert.Equal("10.2 MiB", Row(Scene.Inspect(Scene.Busy().Build(), subject: "cron"), "memory").Value);
        Assert.Equal("10.2 MiB", Row(Scene.Inspect(Scene.Busy().Build(), subject: "300"), "memory").Value);
        Assert.Equal("10.2 MiB", Row(Scene.Inspect(Scene.Busy().Build(), subject: "pid 300"), "memory").Value);
    }

    [Fact]
    public void Several_processes_of_one_name_are_ranked()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "cpu", "helper");

        Assert.Equal(["helper (302)", "helper (301)"], Ranking(answer, "processes by CPU").Select(row => row.Label));
        Assert.StartsWith("helper is 2 processes here", answer.Summary, StringComparison.Ordinal);
        Assert.Equal(new AnswerRow("CPU together", "0.03 CPUs", "of 2 that use any"), Row(answer, "CPU together") with { Share = null });
        Assert.Equal(0.0075, Row(answer, "CPU together").Share!.Value, 6);
    }

    [Fact]
    public void Several_processes_can_be_held_against_a_service()
    {
        var rows = Scene.Inspect(Scene.Busy().Build(), "cpu", "helper", "postgres").Rows;

        Assert.Equal("0.03 CPUs", Assert.Single(rows, row => row.Label == "CPU together, helper").Value);
        Assert.Equal("1.5 CPUs", Assert.Single(rows, row => row.Label == "CPU, /system.slice/postgres.service").Value);
    }

    [Fact]
    public void Two_services_are_held_against_each_other_line_by_line()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "memory", "postgres", "nginx");

        Assert.Equal("8 GiB", Row(answer, "memory, /system.slice/postgres.service").Value);
        Assert.Equal("1 GiB", Row(answer, "memory, /system.slice/nginx.service").Value);
    }

    [Fact]
    public void What_does_not_exist_has_no_rows_and_a_hint()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), subject: "postgrse");

        Assert.Empty(answer.Rows);
        Assert.Contains("Near it: postgres.", answer.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_term_shows_where_it_is_seen_on_this_host() =>
        Assert.Equal("321", Scene.Inspect(Scene.Busy().Build(), "network", "keepalive").Rows[0].Value);

    [Fact]
    public void Every_number_shown_of_a_view_has_evidence()
    {
        var answer = Scene.Inspect(Scene.Busy().Build(), "memory");

        var available = Assert.Single(answer.Evidence, evidence => evidence.Metric == "system.memory.available");
        Assert.Equal((4 * Scene.GiB, "By", "/proc/meminfo"), (available.Value, available.Unit, available.Path));
        Assert.Equal(answer.Evidence.Count, answer.Evidence.Select(evidence => evidence.Id).Distinct().Count());
    }

    [Fact]
    public void The_past_and_what_users_get_are_not_pretended_to_be_measured()
    {
        var window = Scene.Busy().Build();

        Assert.StartsWith("These are present values", Scene.Inspect(window, new Intent { Act = Act.Inspect, Resource = "cpu", Period = "6h" }).Summary, StringComparison.Ordinal);
        Assert.StartsWith("What its users get is not measured here", Scene.Inspect(window, new Intent { Act = Act.Inspect, Goal = "latency", Subject = "nginx" }).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_is_called_like_a_tunables_alias_is_the_service() =>
        Assert.Contains("swappiness (7)", Scene.Inspect(new InventedWindow().Process(7, "swappiness").Gauge("process.memory.rss", Scene.GiB, "7").Build(), subject: "swappiness").Summary, StringComparison.Ordinal);
}
