using Kernward.Cli;
using Kernward.Cli.Views;
using Kernward.Detection;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Language;
using Kernward.Measurement;
using Kernward.Pipeline;
using Kernward.Planning;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Plugins.Sensors;
using Kernward.Settings;
using Kernward.Tests.Support;
using Kernward.Worker;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace Kernward.Tests.Untrusted;

/// <summary>What came of one message on one host: the result, every write, what a person saw, the JSON, and what the model was told.</summary>
internal sealed record AskRun(AskResult Result, IReadOnlyList<string> Writes, string Seen, string Json, IReadOnlyList<string> Heard)
{
    private static readonly Kernward.Knowledge.KnowledgeBase Knowledge = PluginKnowledge.Load();
    private static readonly ActuatorSet Tunables = new(Knowledge, ActuatorList.Create());

    /// <summary>The whole path of <c>kernward ask --yes</c> with the bundled model, over a kernel that notes its writes.</summary>
    public static async Task<AskRun> OfAsync(string message, FakeKernel kernel, IChatClient model)
    {
        using var state = new TemporaryDirectory();
        using var screen = new StringWriter();
        var heard = new HeardModel(model);
        var console = Terminal.Over(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(screen) });
        console.Profile.Width = 200;
        var settings = SettingsReader.Read(null, [KeyValuePair.Create<string, string?>("State:Directory", state.Path)]);
        var kit = new AgentKit(settings, Knowledge, kernel, new Sampler(kernel, SensorSet.Create()), new DetectorEngine(Knowledge, name => Tunables.Read(kernel, name, "host")), Tunables)
        {
            Reader = _ => Task.FromResult(new IntentReader(heard, Schema(), Replies(), "intent")),
            Planner = _ => Task.FromResult<IPlanner>(new ModelPlanner(heard, "plan")),
            Worker = _ => Task.FromResult<IWorker>(new InProcessWorker(new WorkerSetup(state.Path, kernel, kernel, Tunables, TimeProvider.System))),
            Clock = TimeProvider.System,
        };
        var result = await new AskPipeline(kit, new TerminalFace(console, canAsk: false)).RunAsync(message, new AskOptions(Yes: true), default);
        ResultView.Write(console, result);
        return new AskRun(result, [.. kernel.Writes], screen.ToString(), Envelope.Of("ask", result), heard.Heard);
    }

    /// <summary>True where the message was read as it was meant, and done.</summary>
    public bool Serves(HostileText.Honest honest) =>
        Result.Reading is { } reading && reading.Intent.Act.ToString().Equals(honest.Act, StringComparison.OrdinalIgnoreCase)
        && (honest.Subject.Length == 0 || Same(reading.Intent.Subject, honest.Subject))
        && (honest.Writes.Length == 0 ? Result.ExitCode is not ExitCodes.Internal : Result.ExitCode == ExitCodes.Applied && Writes.Count > 0);

    private static bool Same(string read, string meant) => read.Equals(meant, StringComparison.OrdinalIgnoreCase)
        || (Knowledge.Named(read) is { } one && Knowledge.Named(meant) is { } other && one.Tunable.Id == other.Tunable.Id);

    private static IntentSchema Schema() => new(File.ReadAllText(InstalledFiles.Find("prompts/intent.schema.json")!),
        Knowledge.Tunables.Select(tunable => tunable.Id), Knowledge.Tunables.SelectMany(tunable => tunable.Aliases));

    private static PlainReplies Replies() => new(File.ReadAllText(InstalledFiles.Find("prompts/replies.json")!));
}
