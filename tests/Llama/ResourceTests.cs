using System.Diagnostics;
using Kernward.Llama;
using Kernward.Tests.Support;
using Microsoft.Extensions.AI;

namespace Kernward.Tests.Llama;

/// <summary>Time and memory of the whole process: alone, after all other tests.</summary>
[CollectionDefinition(nameof(ResourceTests), DisableParallelization = true)]
[Collection(nameof(ResourceTests))]
public sealed class ResourceTests : IDisposable
{
    private readonly TinyModel _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Fifty_loads_and_disposals_keep_the_memory_that_ten_took()
    {
        var path = _files.Write(new TinyGguf());
        await LoadAndAsk(path, 10);
        var before = Resident();
        await LoadAndAsk(path, 40);
        Assert.InRange(Resident() - before, long.MinValue, 24L << 20);
    }

    [Fact]
    public async Task Cancelling_while_a_prompt_is_read_does_not_wait_for_its_end()
    {
        var path = _files.Write(new TinyGguf { Width = 256, Heads = 8, Inner = 512, Layers = 6, Context = 1024, Quantized = true });
        using var client = new LlamaChatClient(new LlamaOptions { ModelPath = path, BatchSize = 1024 });
        var question = string.Concat(Enumerable.Repeat("zq", 470));
        var expected = await Ask(client);
        var stopped = false;
        // The machine may be busy with other things just then: the shorter of two full runs is the measure, and the first
        // attempt that is quick enough counts.
        for (var attempt = 0; attempt < 5 && !stopped; attempt++)
        {
            var first = await TimeOf(client, $"a{attempt}{question}", CancellationToken.None);
            var second = await TimeOf(client, $"b{attempt}{question}", CancellationToken.None);
            var whole = first < second ? first : second;
            using var cancel = new CancellationTokenSource(whole / 20);
            stopped = await TimeOf(client, $"c{attempt}{question}", cancel.Token) < whole / 3;
        }
        Assert.True(stopped);
        Assert.Equal(expected, await Ask(client));
    }

    private static async Task<string> Ask(LlamaChatClient client) =>
        (await client.GetResponseAsync("nginx", new ChatOptions { MaxOutputTokens = 24 })).Text;

    private static async Task<TimeSpan> TimeOf(LlamaChatClient client, string text, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var task = client.GetResponseAsync([new ChatMessage(ChatRole.User, text)], new ChatOptions { MaxOutputTokens = 1 }, cancel);
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task LoadAndAsk(string path, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var client = new LlamaChatClient(new LlamaOptions { ModelPath = path });
            await client.GetResponseAsync("the memory", new ChatOptions { MaxOutputTokens = 4 });
        }
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
