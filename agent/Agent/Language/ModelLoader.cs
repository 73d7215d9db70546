using System.ClientModel;
using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Llama;
using Kernward.Pipeline;
using Kernward.Planning;
using Kernward.Settings;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Kernward.Language;

/// <summary>
/// The model in use, loaded when first needed: a GGUF file in this process, or an OpenAI-compatible endpoint behind the same
/// interface.
/// </summary>
public sealed class ModelLoader(AgentSettings settings, Func<KnowledgeBase> knowledge) : IDisposable
{
    /// <summary>GGUF key of a model that was trained for these tasks and needs only their names as instructions.</summary>
    private const string TasksKey = "kernward.tasks";

    private readonly SemaphoreSlim _once = new(1, 1);
    private IChatClient? _client;

    /// <summary>Path of the model file in use; empty where an endpoint is used, null where there is no file.</summary>
    public string? Path => settings.Model.Url.Length > 0 ? "" : settings.Model.Path.Length > 0 ? settings.Model.Path : InstalledFiles.Find("model/kernward.gguf");

    /// <summary>
    /// Begins to load, and reads one word: the first reading compiles code and fills the prompt's prefix, which takes longer than
    /// all the rest and can be done while the knowledge is read. What goes wrong is told to whoever asks for the model.
    /// </summary>
    public void Preload() => _ = Task.Run(async () =>
    {
        var client = await ClientAsync(CancellationToken.None).ConfigureAwait(false);
        if (client is LlamaChatClient && IsTrainedFor(client, "intent"))
            await (await ReaderAsync(client, [], CancellationToken.None).ConfigureAwait(false)).ReadAsync("hi", [], "", CancellationToken.None).ConfigureAwait(false);
    }).ContinueWith(loading => loading.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    public async Task<IntentReader> ReaderAsync(CancellationToken cancel)
    {
        var client = await ClientAsync(cancel).ConfigureAwait(false);
        return await ReaderAsync(client, knowledge().Tunables, cancel).ConfigureAwait(false);
    }

    private static async Task<IntentReader> ReaderAsync(IChatClient client, IReadOnlyList<Tunable> tunables, CancellationToken cancel)
    {
        var contract = await Prompts.ReadAsync("intent.schema.json", cancel).ConfigureAwait(false);
        var instructions = IsTrainedFor(client, "intent") ? "intent" : await Prompts.ReadAsync("intent.md", cancel).ConfigureAwait(false);
        var replies = new PlainReplies(await Prompts.ReadAsync("replies.json", cancel).ConfigureAwait(false));
        return new IntentReader(client, new IntentSchema(contract, tunables.Select(tunable => tunable.Id), tunables.SelectMany(tunable => tunable.Aliases)), replies, instructions);
    }

    /// <summary>Plans with the model where it can be had, with rules where it cannot: a missing model must not stop a rescue.</summary>
    public async Task<IPlanner> PlannerAsync(CancellationToken cancel)
    {
        try
        {
            var client = await ClientAsync(cancel).ConfigureAwait(false);
            var instructions = IsTrainedFor(client, "plan") ? "plan" : await Prompts.ReadAsync("plan.md", cancel).ConfigureAwait(false);
            return new ModelPlanner(client, instructions);
        }
        catch (ProblemException e)
        {
            Serilog.Log.Information("planning by rules: {Reason}", e.Message);
            return new RulesPlanner();
        }
    }

    /// <exception cref="ProblemException">Exit 69: no model, natives missing, endpoint unusable.</exception>
    public async Task<IChatClient> ClientAsync(CancellationToken cancel)
    {
        await _once.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return _client ??= await Task.Run(Load, cancel).ConfigureAwait(false);
        }
        catch (LlamaException e)
        {
            throw new ProblemException("model-" + Kebab(e.Kind), Named(e.Message), Named(e.Hint), ExitCodes.Unavailable);
        }
        finally
        {
            _once.Release();
        }
    }

    public void Dispose()
    {
        // A native load that is under way is not torn down in its middle.
        _once.Wait();
        _client?.Dispose();
        _once.Dispose();
    }

    /// <summary>By the name that the operator gave, not the one by which it was opened.</summary>
    private string Named(string text)
    {
        var model = settings.Model;
        if (model.OpenedPath.Length > 0) text = text.Replace(model.OpenedPath, model.Path, StringComparison.Ordinal);
        return model.OpenedNatives.Length > 0 ? text.Replace(model.OpenedNatives, model.Natives, StringComparison.Ordinal) : text;
    }

    private static string Kebab(LlamaErrorKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static bool IsTrainedFor(IChatClient client, string task) =>
        (client as LlamaChatClient)?.Metadata.Text(TasksKey)?.Split(',').Contains(task) == true;

    private IChatClient Load()
    {
        var model = settings.Model;
        if (model.Url.Length > 0) return Remote(model);
        var path = Path ?? throw new ProblemException("model-missing", "There is no bundled model beside the program, so words cannot be read.",
            "give one with --model PATH; `kernward diagnose` needs none", ExitCodes.Unavailable);
        return LlamaChatClient.Load(new LlamaOptions
        {
            ModelPath = model.Path.Length > 0 ? model.OpenedPath : path,
            NativesDirectory = model.Natives.Length > 0 ? model.OpenedNatives : null,
            ContextSize = model.Context,
            Threads = model.Threads,
            GpuLayers = model.GpuLayers,
        }, progress: null);
    }

    private static IChatClient Remote(ModelSettings model)
    {
        var key = model.ApiKeyVariable.Length > 0 ? Environment.GetEnvironmentVariable(model.ApiKeyVariable) : "none";
        if (string.IsNullOrEmpty(key))
            throw new ProblemException("no-key", $"The environment variable {model.ApiKeyVariable} holds no key for {model.Url}.",
                "set it, or clear Model:ApiKeyVariable", ExitCodes.Configuration);
        Serilog.Log.Warning("your words are sent to {Url}", model.Url);
        return new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(model.Url), NetworkTimeout = TimeSpan.FromSeconds(60) })
            .GetChatClient(model.Name).AsIChatClient();
    }
}
