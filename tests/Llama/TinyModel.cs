using Kernward.Llama;
using Kernward.Tests.Support;

namespace Kernward.Tests.Llama;

/// <summary>Tiny models in a directory that is gone after the tests of a class.</summary>
public sealed class TinyModel : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kernward-llama-").FullName;

    public string PathOf(string name) => Path.Combine(_directory, name);

    /// <summary>Writes a model and returns its path.</summary>
    public string Write(TinyGguf model, string name = "tiny.gguf") => model.WriteTo(PathOf(name));

    /// <summary>Writes a model and loads it.</summary>
    public LlamaChatClient Load(TinyGguf model) => new(new LlamaOptions { ModelPath = Write(model, $"{Guid.NewGuid()}.gguf"), ContextSize = 0 });

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
