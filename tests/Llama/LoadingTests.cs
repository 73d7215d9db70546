using Kernward.Llama;
using Kernward.Tests.Support;
using Microsoft.Extensions.AI;

namespace Kernward.Tests.Llama;

public sealed class LoadingTests : IDisposable
{
    private readonly TinyModel _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_missing_model_is_reported_with_its_path()
    {
        var error = ErrorFor(_files.PathOf("absent.gguf"));
        Assert.Equal(LlamaErrorKind.ModelMissing, error.Kind);
        Assert.Contains("absent.gguf", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_model_is_refused_before_it_is_mapped()
    {
        var path = _files.Write(new TinyGguf());
        using (var file = File.OpenWrite(path)) file.SetLength(file.Length / 2);
        Assert.Equal(LlamaErrorKind.Truncated, ErrorFor(path).Kind);
    }

    [Fact]
    public void An_architecture_that_llama_cpp_does_not_know_is_named()
    {
        var error = ErrorFor(_files.Write(new TinyGguf { Architecture = "walrus" }));
        Assert.Equal(LlamaErrorKind.UnsupportedArchitecture, error.Kind);
        Assert.Contains("walrus", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_llama_cpp_refuses_is_reported_in_its_own_words()
    {
        var error = ErrorFor(_files.Write(new TinyGguf { Heads = 3 }));
        Assert.Equal(LlamaErrorKind.Other, error.Kind);
        Assert.Contains("llama.cpp refuses the model", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("gave no reason", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_that_are_missing_are_reported()
    {
        var options = new LlamaOptions { ModelPath = _files.Write(new TinyGguf()), NativesDirectory = _files.PathOf("nowhere") };
        Assert.Equal(LlamaErrorKind.NativesMissing, Assert.Throws<LlamaException>(() => new LlamaChatClient(options)).Kind);
    }

    [Fact]
    public void A_model_without_a_template_asks_for_one_and_takes_it()
    {
        var path = _files.Write(new TinyGguf { Template = null });
        Assert.Contains("no chat template", ErrorFor(path).Message, StringComparison.Ordinal);
        using var client = new LlamaChatClient(new LlamaOptions { ModelPath = path, ChatTemplate = "chatml" });
        Assert.True(client.CountTokens([new ChatMessage(ChatRole.User, "x")]) > 1);
    }

    [Fact]
    public void Loading_reports_its_progress_up_to_the_end()
    {
        var seen = new List<float>();
        using var client = LlamaChatClient.Load(new LlamaOptions { ModelPath = _files.Write(new TinyGguf()) }, new Collect(seen.Add));
        Assert.Equal(1f, seen[^1]);
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public void A_receiver_of_progress_that_throws_ends_the_load_with_its_own_error()
    {
        var options = new LlamaOptions { ModelPath = _files.Write(new TinyGguf()) };
        var error = Assert.Throws<InvalidOperationException>(
            () => LlamaChatClient.Load(options, new Collect(_ => throw new ArgumentException("mine"))));
        Assert.Equal("mine", error.InnerException?.Message);
    }

    [Fact]
    public void The_context_never_exceeds_what_the_model_was_trained_for()
    {
        using var client = new LlamaChatClient(new LlamaOptions { ModelPath = _files.Write(new TinyGguf { Context = 256 }), ContextSize = 8192 });
        Assert.Equal(256, client.ContextSize);
    }

    [Fact]
    public void Small_models_get_one_thread_and_large_ones_leave_a_processor_to_the_workload()
    {
        var options = new LlamaOptions { ModelPath = "x" };
        Assert.Equal(1, options.ThreadsFor(LlamaOptions.SmallModelBytes - 1));
        Assert.InRange(options.ThreadsFor(LlamaOptions.SmallModelBytes), 1, Math.Clamp(Environment.ProcessorCount - 1, 1, 4));
        Assert.Equal(7, (options with { Threads = 7 }).ThreadsFor(1));
    }

    [Fact]
    public async Task A_disposed_client_refuses_instead_of_touching_freed_memory()
    {
        var client = _files.Load(new TinyGguf());
        client.Dispose();
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("x"));
        Assert.Throws<ObjectDisposedException>(() => client.CountTokens([new ChatMessage(ChatRole.User, "x")]));
    }

    private static LlamaException ErrorFor(string path) =>
        Assert.Throws<LlamaException>(() => new LlamaChatClient(new LlamaOptions { ModelPath = path }));

    private sealed class Collect(Action<float> receive) : IProgress<float>
    {
        public void Report(float value) => receive(value);
    }
}
