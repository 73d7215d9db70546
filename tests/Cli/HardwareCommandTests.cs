using System.Text.Json;
using Kernward.Cli;
using Kernward.Cli.Views;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Plugins;
using Kernward.Plugins.Hardware;
using Kernward.Tests.Support;
using Spectre.Console;

namespace Kernward.Tests.Cli;

public sealed class HardwareCommandTests : IDisposable
{
    private static readonly KnowledgeBase Known = PluginKnowledge.Load();

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Prints_the_inventory_of_a_capture_as_one_object()
    {
        var run = await ProgramRun.OfAsync(["hardware", "--json", "--host", Capture("x86-64-eight-gpus")]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        using var document = JsonDocument.Parse(run.Output);
        var root = document.RootElement;
        Assert.Equal(("kernward/1", true, "hardware"),
            (root.GetProperty("schema").GetString(), root.GetProperty("ok").GetBoolean(), root.GetProperty("command").GetString()));
        Assert.StartsWith("2 sockets, 8 cores, 16 CPUs", root.GetProperty("summary").GetString());
        var hardware = root.GetProperty("hardware");
        Assert.Equal("x86-64", hardware.GetProperty("machine").GetProperty("architecture").GetString());
        var gpu = hardware.GetProperty("devices").EnumerateArray().First(device => device.GetProperty("address").GetString() == "0000:5d:00.0");
        Assert.Equal(8, gpu.GetProperty("link").GetProperty("width").GetInt32());
        Assert.Equal(0.97, gpu.GetProperty("readings").GetProperty("hw.gpu.utilization").GetDouble());
        Assert.Equal("python", gpu.GetProperty("users")[0].GetProperty("name").GetString());
        Assert.Contains(hardware.GetProperty("xids").EnumerateArray(), xid => xid.GetProperty("code").GetInt32() == 79
            && xid.GetProperty("immediate").GetString()!.Contains("power cycle"));
        Assert.Contains(hardware.GetProperty("warnings").EnumerateArray(), warning =>
            warning.GetProperty("code").GetString() == "pcie-width");
        Assert.Contains("kernward explain xid-79", root.GetProperty("next").EnumerateArray().Select(next => next.GetString()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task Leaves_out_what_is_not_known()
    {
        var run = await ProgramRun.OfAsync(["hardware", "--json", "--host", Capture("riscv64-board")]);
        using var document = JsonDocument.Parse(run.Output);
        var hardware = document.RootElement.GetProperty("hardware");
        Assert.False(hardware.GetProperty("processors")[0].TryGetProperty("max_hz", out _));
        Assert.False(hardware.GetProperty("machine").TryGetProperty("virtual", out _));
        Assert.False(hardware.TryGetProperty("xids", out _));
        Assert.Empty(hardware.GetProperty("nodes").EnumerateArray());
    }

    [Fact]
    public async Task Says_so_where_a_capture_has_no_hardware_in_it()
    {
        var path = Save(new MemoryHost(("proc/loadavg", "1 1 1 1/1 1\n")), host => host.ReadText("proc/loadavg"));
        var run = await ProgramRun.OfAsync(["hardware", "--host", path]);
        Assert.Equal(65, run.ExitCode);
        Assert.Contains("make a new one", run.Errors);
    }

    [Fact]
    public async Task Works_here_and_a_capture_made_here_has_it_too()
    {
        var here = await ProgramRun.OfAsync(["hardware", "--json"]);
        var path = Path.Combine(_directory.Path, "here.tar.gz");
        Assert.Equal(0, (await ProgramRun.OfAsync(["capture", "--out", path, "--seconds", "0"])).ExitCode);
        var there = await ProgramRun.OfAsync(["hardware", "--json", "--host", path]);
        Assert.Equal((0, 0), (here.ExitCode, there.ExitCode));
        Assert.Equal(Part(here.Output, "machine"), Part(there.Output, "machine"));
        Assert.Equal(Part(here.Output, "processors"), Part(there.Output, "processors"));
    }

    [Theory]
    [InlineData("x86-64-eight-gpus")]
    [InlineData("x86-64-amd-intel")]
    [InlineData("arm64-server")]
    [InlineData("arm64-chip")]
    [InlineData("riscv64-board")]
    [InlineData("loongarch64-server")]
    public void Fits_into_80_columns(string name) =>
        Assert.All(View(Fixtures.Hardware(name)).Split('\n'), line => Assert.True(line.Length <= 80, line));

    [Fact]
    public void Shows_each_device_below_its_node()
    {
        var view = View(Fixtures.Hardware("x86-64-eight-gpus"));
        var (first, second, gpu, card, far) = (At("Node 0"), At("Node 1"), At("GPU  0000:19:00.0"), At("RDMA card  0000:1a:00.0"),
            At("GPU  0000:9b:00.0"));
        Assert.True(first < gpu && gpu < card && card < second && second < far);
        Assert.Contains("busy 97 %", view);
        Assert.Contains("used by python (4711) 61.9 GiB", view);
        Assert.Contains("reseat it", view);

        int At(string text)
        {
            var at = view.IndexOf(text, StringComparison.Ordinal);
            Assert.True(at >= 0, text);
            return at;
        }
    }

    [Fact]
    public void Shows_no_name_that_steers_a_terminal()
    {
        var host = Fixtures.Hardware("x86-64-eight-gpus");
        host["proc/4711/comm"] = "a\u001b[2Jb\n";
        host["sys/class/dmi/id/product_name"] = "x\u202ey [red]z[/]\n";
        var view = View(host);
        Assert.DoesNotContain('\u001b', view);
        Assert.DoesNotContain('\u202e', view);
        Assert.Contains("[red]z[/]", view);
    }

    [Fact]
    public async Task Explains_an_error_by_its_number_and_says_so_of_an_unknown_one()
    {
        var run = await ProgramRun.OfAsync(["explain", "xid-79"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("fallen off the bus", run.Output);
        Assert.Contains("power cycle", run.Output);
        Assert.Equal(65, (await ProgramRun.OfAsync(["explain", "xid-9999"])).ExitCode);
    }

    private static string View(Host host)
    {
        using var screen = new StringWriter();
        var console = Terminal.Over(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(screen) });
        console.Profile.Width = 80;
        HardwareView.Write(console, new HardwareReader(Known).Read(host), Known);
        return screen.ToString();
    }

    private static string Part(string output, string name)
    {
        using var document = JsonDocument.Parse(output);
        return document.RootElement.GetProperty("hardware").GetProperty(name).ToString();
    }

    private string Capture(string name) => Save(Fixtures.Hardware(name), host => new HardwareReader(Known).Read(host));

    private string Save(Host host, Action<Host> read)
    {
        var recording = new RecordingHost(host);
        read(recording);
        var writer = CaptureWriter.For(recording, TimeSpan.FromSeconds(1));
        writer.Add(recording.TakeFrame(recording.Uptime, recording.Time));
        var path = Path.Combine(_directory.Path, "capture.tar.gz");
        writer.Save(path);
        return path;
    }
}
