using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kernward.Domain;
using Kernward.Tests.Support;
using Kernward.Torture.Faults;
using Kernward.Worker;

namespace Kernward.Tests.Worker;

public sealed class WorkerServerTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly FaultTime _time = new();
    private readonly FakeKernel _kernel = Some.Kernel();

    public void Dispose() => _state.Dispose();

    private async Task<List<JsonNode>> SayAsync(params byte[][] lines)
    {
        var input = new MemoryStream([.. lines.SelectMany(line => line.Append((byte)'\n'))]);
        var output = new MemoryStream();
        var worker = new InProcessWorker(new WorkerSetup(_state.Path, _kernel, _kernel, Some.Tunables, _time));
        await new WorkerServer(worker, input, output).RunAsync(CancellationToken.None);
        return [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    private Task<List<JsonNode>> SayAsync(params string[] lines) => SayAsync([.. lines.Select(Encoding.UTF8.GetBytes)]);

    private string ApplyLine(string to = "10")
    {
        var plan = Some.Plan(_kernel).Set("vm.swappiness", to).Make();
        return JsonSerializer.Serialize(new ApplyRequest(plan, Some.Yes with { PlanId = plan.Id }, 60), WorkerJson.Default.WorkerRequest);
    }

    [Fact]
    public async Task Restores_when_the_input_ends()
    {
        var reply = Assert.Single(await SayAsync(ApplyLine()));
        Assert.Equal("pending", (string?)reply["results"]![0]!["state"]);
        Assert.Equal(["proc/sys/vm/swappiness=10", "proc/sys/vm/swappiness=60"], _kernel.Writes);
    }

    [Fact]
    public async Task Keeps_what_was_confirmed_before_the_input_ended()
    {
        await SayAsync(ApplyLine(), """{"op":"confirm","change":"c1"}""");
        Assert.Equal("10\n", _kernel["proc/sys/vm/swappiness"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"op\":\"reboot\"}")]
    [InlineData("{\"op\":7}")]
    [InlineData("{\"op\":\"hello\",\"more\":1}")]
    [InlineData("{\"op\":\"hello\"} {\"op\":\"hello\"}")]
    [InlineData("{\"op\":\"confirm\"}")]
    [InlineData("{\"op\":\"confirm\",\"change\":null}")]
    [InlineData("{\"op\":\"confirm\",\"change\":\"c1\",\"change\":\"c2\"}")]
    [InlineData("{\"op\":\"history\",\"limit\":\"1\"}")]
    [InlineData("{\"op\":\"history\",\"limit\":1e99}")]
    [InlineData("{\"op\":\"undo\",\"which\":\"last\"}")]
    [InlineData("\u0000")]
    public async Task Answers_what_it_does_not_understand_with_an_error(string line)
    {
        var replies = await SayAsync(line, """{"op":"hello"}""");
        Assert.Equal("malformed", (string?)replies[0]["error"]!["code"]);
        Assert.True((bool?)replies[1]["ok"]);
    }

    [Fact]
    public async Task Skips_a_line_that_is_too_long_and_goes_on()
    {
        var replies = await SayAsync(new string(' ', WorkerServer.LongestLine) + """{"op":"hello"}""", """{"op":"hello"}""");
        Assert.Equal("malformed", (string?)replies[0]["error"]!["code"]);
        Assert.Equal("", (string?)replies[1]["hello"]!["sandbox"]);
    }

    [Fact]
    public async Task Takes_a_line_that_was_cut_off_for_none()
    {
        var output = new MemoryStream();
        var worker = new InProcessWorker(new WorkerSetup(_state.Path, _kernel, _kernel, Some.Tunables, _time));
        await new WorkerServer(worker, new MemoryStream(Encoding.UTF8.GetBytes(ApplyLine())), output).RunAsync(CancellationToken.None);
        Assert.Equal(0, output.Length);
        Assert.Empty(_kernel.Writes);
    }

    [Theory]
    [InlineData("steps")]
    [InlineData("alternatives_rejected")]
    public async Task Refuses_null_in_a_list_of_a_plan(string list)
    {
        var line = JsonNode.Parse(ApplyLine())!;
        line["plan"]![list] = new JsonArray((JsonNode?)null);
        Assert.Equal("malformed", (string?)Assert.Single(await SayAsync(line.ToJsonString()))["error"]!["code"]);
    }

    /// <summary>Every answer is a line of JSON, the worker lives, and nothing is written: a mutated plan is not the one that was hashed.</summary>
    [Fact]
    public async Task Never_crashes_and_never_writes_whatever_it_is_told()
    {
        const int seed = 20260302;
        var random = new Random(seed);
        var good = new[] { ApplyLine(), """{"op":"undo","which":"last","force":true,"who":"root"}""", """{"op":"history","limit":5}""", """{"op":"release","tunable":"vm.swappiness"}""" }
            .Select(Encoding.UTF8.GetBytes).ToArray();
        var plan = JsonNode.Parse(ApplyLine())!["plan"]!.ToJsonString();
        var lines = Enumerable.Range(0, 4000).Select(i => Mutated(good[i % 8 < 5 ? 0 : i % 4], random))
            .Where(line => !Encoding.UTF8.GetString(line).Contains(plan, StringComparison.Ordinal)).ToArray();
        var replies = await SayAsync([.. lines, Encoding.UTF8.GetBytes("""{"op":"hello"}""")]);
        Assert.True(lines.Length > 2000 && replies.Count > lines.Length && (string?)replies[^1]["hello"]?["sandbox"] == "", $"seed {seed}");
        Assert.DoesNotContain(replies, reply => (string?)reply["error"]?["code"] == "internal");
        Assert.Empty(_kernel.Writes);
    }

    private static byte[] Mutated(byte[] line, Random random)
    {
        var bytes = line.ToList();
        for (var times = random.Next(1, 6); times > 0 && bytes.Count > 2; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, bytes.Take(random.Next(1, 40)).ToList()); break;
                case 3: bytes.InsertRange(at, "null"u8.ToArray()); break;
                default: bytes.Insert(at, "0123456789\"{}[],:-\\"u8[random.Next(18)]); break;
            }
        }
        return [.. bytes];
    }
}
