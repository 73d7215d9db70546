using System.Runtime.InteropServices;
using Kernward.Llama;
using Kernward.Llama.Gguf;
using Kernward.Llama.Native;

namespace Kernward.Tests.Llama;

public sealed unsafe class NativeTests
{
    public NativeTests() => NativeLibraries.Load(null, gpu: false);

    [Fact]
    public void Structs_have_the_sizes_of_the_release_they_were_written_for()
    {
        Assert.Equal(80, sizeof(ModelParams));
        Assert.Equal(160, sizeof(ContextParams));
        Assert.Equal(56, sizeof(Batch));
        Assert.Equal(12, sizeof(TokenData));
        Assert.Equal(32, sizeof(TokenDataArray));
        Assert.Equal(16, sizeof(TemplateMessage));
    }

    [Fact]
    public void Default_parameters_land_in_the_fields_that_are_meant()
    {
        var model = LlamaApi.ModelDefaultParams();
        Assert.Equal((-1, 1, -1, 1), (model.GpuLayers, model.SplitMode, model.LoadMode, model.LazyMode));
        Assert.Equal((0, 0, 1, 0), (model.VocabularyOnly, model.CheckTensors, model.UseExtraBuffers, model.NoHost));
        var context = LlamaApi.ContextDefaultParams();
        Assert.Equal((512u, 2048u, 512u, 1u), (context.ContextSize, context.BatchSize, context.MicroBatchSize, context.MaxSequences));
        Assert.Equal((-1, -1, -1, 1, 1), (context.FlashAttentionType, context.RopeScalingType, context.PoolingType, context.KeyType, context.ValueType));
        Assert.Equal((0, 1, 1, 1, 1, 0), (context.Embeddings, context.OffloadCache, context.NoPerformanceCounters,
            context.OffloadOperations, context.FullSlidingWindow, context.UnifiedCache));
    }

    [Fact]
    public void Tensor_type_sizes_are_those_of_the_library()
    {
        foreach (var type in GgmlTypes.Known)
            Assert.Equal((type, GgmlApi.BlockSize(type), (long)GgmlApi.TypeSize(type)),
                (type, (long)GgmlTypes.BlockOf(type)!.Value.Elements, (long)GgmlTypes.BlockOf(type)!.Value.Bytes));
    }

    [Fact]
    public void Builds_of_the_cpu_backend_are_tried_from_the_highest_score_down()
    {
        var directory = NativeDirectory.Find(null, AppContext.BaseDirectory);
        var scores = CpuBackends.RichestFirst.Select(n => Path.Combine(directory.Path, $"libggml-cpu-{n}.so"))
            .Where(File.Exists).Select(ScoreOf).Where(s => s > 0).ToList();
        Assert.NotEmpty(scores);
        Assert.Equal(scores.OrderDescending(), scores);
    }

    [Fact]
    public void Every_build_that_lies_in_the_directory_is_known()
    {
        var directory = NativeDirectory.Find(null, AppContext.BaseDirectory);
        var names = Directory.EnumerateFiles(directory.Path, "libggml-cpu-*.so").Select(f => Path.GetFileName(f)["libggml-cpu-".Length..^3]);
        Assert.Empty(names.Except(CpuBackends.RichestFirst));
    }

    [Theory]
    [InlineData("0.5.0", true)]
    [InlineData("0.5.0-dev", true)]
    [InlineData("0.5.1", false)]
    [InlineData("0.4.0", false)]
    public void Only_releases_whose_layouts_were_checked_are_accepted(string version, bool accepted)
    {
        var error = Record.Exception(() => NativeLibraries.RequireCheckedRelease(version));
        Assert.Equal(accepted, error is null);
        if (!accepted) Assert.Equal(LlamaErrorKind.UnsupportedRelease, ((LlamaException)error!).Kind);
    }

    [Fact]
    public void A_directory_without_libraries_is_named()
    {
        using var files = new TinyModel();
        var missing = files.PathOf("nowhere");
        var error = Assert.Throws<LlamaException>(() => NativeLibraries.Load(missing, gpu: false));
        Assert.Equal(LlamaErrorKind.NativesMissing, error.Kind);
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
        Assert.Contains("npm install", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_directory_in_one_process_is_refused()
    {
        using var files = new TinyModel();
        File.WriteAllText(files.PathOf("libllama.so"), "");
        var directory = Path.GetDirectoryName(files.PathOf("libllama.so"));
        var error = Assert.Throws<LlamaException>(() => NativeLibraries.Load(directory, gpu: false));
        Assert.Contains("already uses", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_of_which_none_runs_here_are_reported_as_the_wrong_processor()
    {
        using var files = new TinyModel();
        File.WriteAllText(files.PathOf("libggml-cpu-x64.so"), "built for something else");
        var directory = new NativeDirectory(Path.GetDirectoryName(files.PathOf("x"))!);
        Assert.Equal(LlamaErrorKind.WrongCpu, Assert.Throws<LlamaException>(() => CpuBackends.Load(directory)).Kind);
    }

    [Fact]
    public void Natives_beside_the_program_come_before_the_package()
    {
        using var files = new TinyModel();
        var beside = Directory.CreateDirectory(files.PathOf("natives")).FullName;
        var package = Directory.CreateDirectory(files.PathOf($"node_modules/@node-llama-cpp/{NativeDirectory.Rid}/bins/{NativeDirectory.Rid}")).FullName;
        var program = Path.GetDirectoryName(beside)!;
        File.WriteAllText(Path.Combine(package, "libllama.v0.5.0.so"), "");
        Assert.Equal(package, NativeDirectory.Find(null, program).Path);
        File.WriteAllText(Path.Combine(beside, "libllama.so"), "");
        Assert.Equal(beside, NativeDirectory.Find(null, program).Path);
    }

    [Fact]
    public void A_native_failure_starts_no_debugger_on_the_process() =>
        Assert.Equal("1", Marshal.PtrToStringUTF8(getenv("GGML_NO_BACKTRACE")));

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern nint getenv(string name);

    private static int ScoreOf(string file)
    {
        var library = NativeLibrary.Load(file);
        return ((delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(library, "ggml_backend_score"))();
    }
}
