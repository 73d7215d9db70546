using System.Text;
using Kernward.Plugins.Hardware;
using Kernward.Plugins.Sensors.Accelerators.Nvml;
using Kernward.Tests.Support;
using Kernward.Torture.Faults;

namespace Kernward.Tests.Plugins.Sensors;

/// <summary>The vendor's library is replaced by one that the test compiles: same names, same structs.</summary>
public sealed class NvmlSourceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FaultTime _time = new();

    public void Dispose() => _directory.Dispose();

    [CompilerFact]
    public void Everything_that_the_library_says_of_a_gpu_is_taken_in_the_units_of_the_metrics()
    {
        var report = NvmlReport.Parse(Encoding.UTF8.GetString(Source().Read()));
        Assert.Equal("570.00", report.Driver);
        var gpu = report.Devices["0001:3b:00.0"];
        Assert.Equal("NVIDIA Test", gpu.Name);
        Assert.False(gpu.IsLost);
        var expected = new Dictionary<string, double>
        {
            ["hw.gpu.temperature"] = 61, ["hw.gpu.power"] = 250.5, ["hw.gpu.power.limit"] = 400, ["hw.gpu.energy"] = 9007199254740.993,
            ["hw.gpu.clock"] = 1.41e9, ["hw.gpu.clock.max"] = 1.98e9, ["hw.gpu.memory.clock"] = 2.6e9,
            ["hw.gpu.memory.limit"] = 80e9, ["hw.gpu.memory.usage"] = 20e9, ["hw.gpu.memory.utilization"] = 0.25,
            ["hw.gpu.utilization"] = 0.93, ["hw.gpu.memory.activity"] = 0.4, ["hw.gpu.errors.corrected"] = 7, ["hw.gpu.errors.uncorrected"] = 1,
            ["hw.gpu.memory.remap.rows"] = 3, ["hw.gpu.memory.remap.pending"] = 1, ["hw.gpu.memory.remap.failed"] = 0,
            ["hw.gpu.throttle.power"] = 1, ["hw.gpu.throttle.thermal"] = 1, ["hw.gpu.throttle.hardware"] = 0,
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key), gpu.Values.OrderBy(pair => pair.Key));
        Assert.Equal([(100, 5_000_000_000L), (101, null), (102, 4096L)], gpu.Processes.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [CompilerFact]
    public void A_gpu_that_supports_nothing_has_no_readings_and_a_lost_one_says_so()
    {
        var report = NvmlReport.Parse(Encoding.UTF8.GetString(Source().Read()));
        Assert.Empty(report.Devices["0001:5e:00.0"].Values);
        Assert.False(report.Devices["0001:5e:00.0"].IsLost);
        Assert.True(report.Devices["0001:af:00.0"].IsLost);
    }

    [CompilerFact]
    public void A_library_that_never_answers_is_called_stuck()
    {
        var source = Source("-DHANG", patience: TimeSpan.FromMilliseconds(200));
        Assert.True(NvmlReport.Parse(Encoding.UTF8.GetString(source.Read())).IsStuck);
        for (var i = 0; i < 3; i++) Assert.True(NvmlReport.Parse(Encoding.UTF8.GetString(source.Read())).IsStuck);
    }

    [CompilerFact]
    public void A_library_without_a_driver_is_absent_and_is_tried_again_after_minutes()
    {
        var path = Compile("-DNO_DRIVER");
        var source = new NvmlSource(_time, path);
        Assert.Empty(source.Read());
        File.Delete(path);
        File.Move(Compile(""), path);
        Assert.Empty(source.Read());
        _time.Pass(TimeSpan.FromMinutes(6));
        Assert.NotEmpty(source.Read());
    }

    [Fact]
    public void Without_the_library_there_is_nothing() => Assert.Empty(new NvmlSource(_time, "libkernward-no-such.so.1").Read());

    private NvmlSource Source(string option = "", TimeSpan? patience = null) => new(_time, Compile(option), patience ?? TimeSpan.FromSeconds(60));

    private string Compile(string option)
    {
        var library = Path.Combine(_directory.Path, $"libnvidia-ml{option}.so.1");
        CompilerFactAttribute.Compile([.. option.Length > 0 ? new[] { option } : [], "-shared", "-fPIC", "-o", library, _directory.Write("nvml.c", Code)]);
        return library;
    }

    private const string Code = """
        #include <string.h>
        #include <unistd.h>
        typedef struct { int index; } device;
        static device devices[3] = {{0}, {1}, {2}};
        static const unsigned buses[3] = {0x3b, 0x5e, 0xaf};
        /* 3: not supported; 15: fallen off the bus. */
        #define WELL(d) if ((d)->index == 1) return 3; if ((d)->index == 2) return 15;
        #ifdef NO_DRIVER
        int nvmlInit_v2(void) { return 9; }
        #else
        int nvmlInit_v2(void) { return 0; }
        #endif
        int nvmlShutdown(void) { return 0; }
        int nvmlSystemGetDriverVersion(char *s, unsigned n) { strncpy(s, "570.00", n); return 0; }
        int nvmlDeviceGetCount_v2(unsigned *n) {
        #ifdef HANG
            for (;;) pause();
        #endif
            *n = 3; return 0; }
        int nvmlDeviceGetHandleByIndex_v2(unsigned i, device **d) { *d = &devices[i]; return 0; }
        typedef struct { char old[16]; unsigned domain, bus, slot, id, subsystem; char text[32]; } pci;
        int nvmlDeviceGetPciInfo_v3(device *d, pci *p) { memset(p, 0, sizeof *p); p->domain = 1; p->bus = buses[d->index]; strcpy(p->text, "00000001:3B:00.0"); return 0; }
        int nvmlDeviceGetName(device *d, char *s, unsigned n) { strncpy(s, "NVIDIA Test", n); return 0; }
        int nvmlDeviceGetMemoryInfo(device *d, unsigned long long *m) { WELL(d) m[0] = 80000000000ULL; m[1] = 60000000000ULL; m[2] = 20000000000ULL; return 0; }
        int nvmlDeviceGetUtilizationRates(device *d, unsigned *u) { WELL(d) u[0] = 93; u[1] = 40; return 0; }
        int nvmlDeviceGetTemperature(device *d, int kind, unsigned *v) { WELL(d) if (kind) return 2; *v = 61; return 0; }
        int nvmlDeviceGetPowerUsage(device *d, unsigned *v) { WELL(d) *v = 250500; return 0; }
        int nvmlDeviceGetEnforcedPowerLimit(device *d, unsigned *v) { WELL(d) *v = 400000; return 0; }
        int nvmlDeviceGetTotalEnergyConsumption(device *d, unsigned long long *v) { WELL(d) *v = 9007199254740993ULL; return 0; }
        int nvmlDeviceGetClockInfo(device *d, int kind, unsigned *v) { WELL(d) *v = kind == 1 ? 1410 : kind == 2 ? 2600 : 0; return 0; }
        int nvmlDeviceGetMaxClockInfo(device *d, int kind, unsigned *v) { WELL(d) *v = 1980; return 0; }
        int nvmlDeviceGetTotalEccErrors(device *d, int kind, int counter, unsigned long long *v) { WELL(d) if (counter) return 2; *v = kind ? 1 : 7; return 0; }
        int nvmlDeviceGetRemappedRows(device *d, unsigned *c, unsigned *u, unsigned *p, unsigned *f) { WELL(d) *c = 2; *u = 1; *p = 1; *f = 0; return 0; }
        /* Power cap, the alarm for heat, and the alarm of the board that comes with it. */
        int nvmlDeviceGetCurrentClocksThrottleReasons(device *d, unsigned long long *v) { WELL(d) *v = 0x4 | 0x8 | 0x40; return 0; }
        typedef struct { unsigned pid; unsigned long long memory; unsigned instance, compute; } process;
        int nvmlDeviceGetComputeRunningProcesses_v3(device *d, unsigned *n, process *p) { WELL(d) if (*n < 2) return 7;
            p[0].pid = 100; p[0].memory = 5000000000ULL; p[1].pid = 101; p[1].memory = ~0ULL; *n = 2; return 0; }
        int nvmlDeviceGetGraphicsRunningProcesses_v3(device *d, unsigned *n, process *p) { WELL(d) if (*n < 2) return 7;
            p[0].pid = 102; p[0].memory = 4096; p[1].pid = 100; p[1].memory = 1; *n = 2; return 0; }
        """;
}
