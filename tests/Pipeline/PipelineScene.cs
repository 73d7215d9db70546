using Kernward.Detection;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Language;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Pipeline;
using Kernward.Planning;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Plugins.Sensors;
using Kernward.Settings;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Pipeline;

/// <summary>The real pipeline over a fake kernel, with a scripted reader of words and the real hands.</summary>
internal sealed class PipelineScene : IAskFace, IDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly AgentSettings _settings;

    public PipelineScene(params string[] answers)
    {
        _settings = SettingsReader.Read(null, [KeyValuePair.Create<string, string?>("State:Directory", _state.Path)]);
        Model = new ScriptedModel(answers);
    }

    public FakeKernel Kernel { get; } = Some.Kernel();

    public ScriptedModel Model { get; }

    public bool Approves { get; init; }

    public List<AskStage> Shown { get; } = [];

    public AskPipeline Pipeline
    {
        get
        {
            var knowledge = PluginKnowledge.Load();
            var tunables = new ActuatorSet(knowledge, ActuatorList.Create());
            return new AskPipeline(
                new AgentKit(_settings, knowledge, Kernel, new Sampler(Kernel, SensorSet.Create()), new DetectorEngine(knowledge, _ => null), tunables)
                {
                    Reader = _ => Task.FromResult(new IntentReader(Model,
                        new IntentSchema(File.ReadAllText(InstalledFiles.Find("prompts/intent.schema.json")!), ["vm.swappiness"]),
                        new PlainReplies(File.ReadAllText(InstalledFiles.Find("prompts/replies.json")!)), "intent")),
                    Planner = _ => Task.FromResult<IPlanner>(new RulesPlanner()),
                    Worker = _ => Task.FromResult<IWorker>(new InProcessWorker(new WorkerSetup(_state.Path, Kernel, Kernel, tunables, TimeProvider.System)
                    {
                        BootFiles = Kernel,
                    })),
                    Clock = TimeProvider.System,
                }, this);
        }
    }

    public Task<AskResult> AskAsync(string text, bool yes = false, bool dryRun = false) => Pipeline.RunAsync(text, new AskOptions(yes, dryRun), default);

    public void Begin(string doing)
    {
    }

    public void Progress(double done)
    {
    }

    public void Show(AskStage stage, AskResult soFar) => Shown.Add(stage);

    public Task<bool> ApproveAsync(Plan plan, Ruling ruling, CancellationToken cancel) => Task.FromResult(Approves);

    /// <summary>What happens while the operator thinks.</summary>
    public Action OnAsked { get; set; } = () => { };

    /// <summary>What was asked beyond a plan's approval: the facts and the question.</summary>
    public List<string> Asked { get; } = [];

    public Task<bool> AskAsync(IReadOnlyList<string> facts, string question, CancellationToken cancel)
    {
        Asked.AddRange([.. facts, question]);
        OnAsked();
        return Task.FromResult(Approves);
    }

    public string State => _state.Path;

    public void Dispose() => _state.Dispose();
}
