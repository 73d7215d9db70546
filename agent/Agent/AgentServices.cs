using Kernward.Detection;
using Kernward.Execution;
using Kernward.History;
using Kernward.Knowledge;
using Kernward.Language;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Pipeline;
using Kernward.Planning;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Plugins.Sensors;
using Kernward.Policy;
using Kernward.Settings;
using Kernward.Worker;

namespace Kernward;

/// <summary>The whole composition on one screen: what is made of what, for every face.</summary>
public sealed class AgentServices : IDisposable
{
    private readonly ModelLoader _model;

    /// <summary>
    /// Over any host; <paramref name="open"/> may look at its tunables while it is used. <paramref name="preload"/>: words will be
    /// read, so that the model is loaded while the knowledge is.
    /// </summary>
    public AgentServices(AgentSettings settings, Hands hands, Func<ActuatorSet, Host> open, string planner, bool preload = false)
    {
        Clock = TimeProvider.System;
        _model = new ModelLoader(settings, () => Knowledge!);
        if (preload) _model.Preload();
        Knowledge = PluginKnowledge.Load();
        Settings = settings = settings with { Policy = PolicyFile.Checked(settings.Policy, Knowledge) };
        Tunables = new ActuatorSet(Knowledge, ActuatorList.Create());
        Host = open(Tunables);
        Sampler = new Sampler(Host, SensorSet.Create());
        Detectors = new DetectorEngine(Knowledge, name => Tunables.Read(Host, name, "host"));
        Kit = new AgentKit(settings, Knowledge, Host, Sampler, Detectors, Tunables)
        {
            Reader = _model.ReaderAsync,
            Planner = planner == "rules" ? _ => Task.FromResult<IPlanner>(new RulesPlanner()) : _model.PlannerAsync,
            Worker = cancel => Host is BranchingHost recorded
                ? Task.FromResult(Hands.OnRecording(settings, recorded, Tunables))
                : hands.TakeAsync(Host, cancel),
            History = () => Host.IsLive ? OpenHistory(settings.HistoryDirectory) : null,
            OwnChanges = () => OwnChanges,
            Clock = Clock,
        };
    }

    public AgentSettings Settings { get; }

    public TimeProvider Clock { get; }

    public KnowledgeBase Knowledge { get; }

    public Host Host { get; }

    public Sampler Sampler { get; }

    public ActuatorSet Tunables { get; }

    public DetectorEngine Detectors { get; }

    public ModelLoader Model => _model;

    public AgentKit Kit { get; }

    /// <summary>Changes of Kernward's own journal, read while it could be.</summary>
    public IReadOnlyList<HistoryEvent> OwnChanges { get; init; } = [];

    public void Dispose() => _model.Dispose();

    private static HistoryReader? OpenHistory(string directory)
    {
        var reader = HistoryReader.TryOpen(directory, out var trouble);
        if (trouble.Length > 0) Serilog.Log.Warning("{Trouble}", trouble);
        return reader;
    }
}
