using Kernward.Measurement;
using Kernward.Plugins.Sensors.Accelerators;
using Kernward.Tests.Support;

namespace Kernward.Tests.Plugins.Sensors;

public sealed class AcceleratorSensorTests
{
    [Fact]
    public void Reads_a_gpu_of_amd()
    {
        var snapshot = Sample("x86-64-amd-intel");
        double? Of(string metric) => snapshot.Get("hw.gpu." + metric, "0000:03:00.0");
        Assert.Empty(snapshot.Failures);
        Assert.Equal((0.63, 0.2, 0.5), (Of("utilization"), Of("memory.activity"), Of("memory.utilization")));
        Assert.Equal((1.7e9, 1.7e9, 1.6e9), (Of("clock"), Of("clock.max"), Of("memory.clock")));
        Assert.Equal((187, 300), (Of("power"), Of("power.limit")));
        Assert.Equal((52, 61, 58), (Of("temperature"), Of("temperature.hotspot"), Of("temperature.memory")));
        Assert.Equal((15, 1), (Of("errors.corrected"), Of("errors.uncorrected")));
        Assert.Equal(16, snapshot.Get("hw.pcie.link.width", "0000:03:00.0"));
        Assert.Null(Of("throttle.power"));
    }

    [Fact]
    public void Reads_gpus_of_intel_under_both_drivers()
    {
        var snapshot = Sample("x86-64-amd-intel");
        double? Of(string metric, string address) => snapshot.Get("hw.gpu." + metric, address);
        const string xe = "0000:07:00.0", i915 = "0000:00:02.0";
        Assert.Equal((2.05e9, 2.4e9, 123.456), (Of("clock", xe), Of("clock.max", xe), Of("idle_time", xe)));
        Assert.Equal((1, 0, 0), (Of("throttle.power", xe), Of("throttle.thermal", xe), Of("throttle.hardware", xe)));
        Assert.Equal((5000, 190, 66, 70), (Of("energy", xe), Of("power.limit", xe), Of("temperature", xe), Of("temperature.memory", xe)));
        Assert.Equal((0, 2.25e9), (Of("clock", i915), Of("clock.max", i915)));
        Assert.Equal((0, 1), (Of("throttle.power", i915), Of("throttle.thermal", i915)));
        Assert.Null(Of("power", i915));
        Assert.Null(snapshot.Get("hw.pcie.link.width", i915));
    }

    [Fact]
    public void Counts_the_errors_in_the_log_by_incident()
    {
        var snapshot = Sample("x86-64-eight-gpus");
        double? Of(string group, string address) => snapshot.Get("hw.gpu.xid." + group, address);
        Assert.Equal((2, 2, 0), (Of("count", "0000:19:00.0"), Of("application", "0000:19:00.0"), Of("fell_off_bus", "0000:19:00.0")));
        Assert.Equal((1, 1), (Of("remap", "0000:9b:00.0"), Of("contained", "0000:9b:00.0")));
        Assert.Equal((1, 1), (Of("uncontained", "0000:cb:00.0"), Of("gsp", "0000:cb:00.0")));
        Assert.Equal((1, 1), (Of("nvlink", "0000:bb:00.0"), Of("remap_failed", "0000:bb:00.0")));
        Assert.Equal((1, 1), (Of("fell_off_bus", "0000:db:00.0"), snapshot.Get("hw.gpu.lost", "0000:db:00.0")));
        Assert.Null(snapshot.Get("hw.gpu.power", "0000:db:00.0"));
    }

    [Fact]
    public void Counts_no_errors_where_the_log_may_not_be_read()
    {
        var host = Fixtures.Hardware("x86-64-eight-gpus");
        host.Remove("cmd/nvrm.txt");
        Assert.Null(new Sampler(host, [new AcceleratorSensor()]).Sample().Get("hw.gpu.xid.count", "0000:19:00.0"));
    }

    [Fact]
    public void Does_not_ask_the_library_where_the_driver_is_not_loaded()
    {
        var host = Fixtures.Hardware("x86-64-eight-gpus");
        host.Remove("proc/driver/nvidia/version");
        new Sampler(host, [new AcceleratorSensor()]).Sample();
        Assert.DoesNotContain("cmd/nvml.txt", host.Asked);
    }

    [Fact]
    public async Task Reads_nothing_at_later_samples_where_it_found_nothing_and_looks_again_after_minutes()
    {
        var host = Fixtures.Hardware("loongarch64-server");
        host.Remove("sys/bus/pci/devices/0000:00:06.1");
        var sampler = new Sampler(host, [new AcceleratorSensor()]);
        sampler.Sample();
        Assert.NotEmpty(host.Asked);
        host.Asked.Clear();
        await host.WaitAsync(TimeSpan.FromMinutes(4), default);
        sampler.Sample();
        Assert.Empty(host.Asked);
        await host.WaitAsync(TimeSpan.FromMinutes(1), default);
        sampler.Sample();
        Assert.NotEmpty(host.Asked);
    }

    private static MetricSnapshot Sample(string name) => new Sampler(Fixtures.Hardware(name), [new AcceleratorSensor()]).Sample();
}
