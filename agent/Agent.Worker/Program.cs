using System.Runtime.InteropServices;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Policy;
using Kernward.Worker;

namespace Kernward;

/// <summary>The privileged process: reads requests on standard input, believes none of them, answers on standard output.</summary>
internal static class Program
{
    private const int Done = 0, Usage = 64, NotPermitted = 77, BadConfiguration = 78;

    private static async Task<int> Main(string[] arguments)
    {
        if (Options.Parse(arguments, out var problem) is not { } options) return Say(Usage, problem + "\n" + Options.Help);
        if (options.Root == "/" && !Environment.IsPrivilegedProcess) return Say(NotPermitted, "kernward-worker changes the kernel and needs to be root.");
        try
        {
            await RunAsync(Setup(options));
            return Done;
        }
        catch (Exception e) when (e is KnowledgeException or IOException or UnauthorizedAccessException)
        {
            return Say(BadConfiguration, e.Message);
        }
    }

    /// <summary>Until the input ends or a signal asks to end; both restore what was not confirmed. Ctrl-C is the mind's business.</summary>
    private static async Task RunAsync(WorkerSetup setup)
    {
        using var ended = new CancellationTokenSource();
        void Ignore(PosixSignalContext signal) => signal.Cancel = true;
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ignore);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        await using var worker = new InProcessWorker(setup);
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        var serving = Task.Run(() => new WorkerServer(worker, input, output).RunAsync(ended.Token));
        var signalled = new TaskCompletionSource();
        await using var told = ended.Token.Register(signalled.SetResult);
        // A read of a pipe cannot be cancelled: on a signal it is left behind, and the process ends without it.
        await await Task.WhenAny(serving, signalled.Task);
    }

    private static WorkerSetup Setup(Options options)
    {
        // The catalogue that was built in: what the mind believes is not asked.
        var (time, known) = (TimeProvider.System, PluginKnowledge.Load());
        return new WorkerSetup(options.State, new LiveHost(time, options.Root), new LiveHostWriter(options.Root),
            new ActuatorSet(known, ActuatorList.Create()), time)
        {
            Policy = PolicyFile.Checked(PolicyFile.Read(options.Policy), known),
            NetNamespace = NetworkNamespace.Current(),
            LockWait = options.LockWait,
            Command = "kernward-worker",
        };
    }

    private static int Say(int code, string text)
    {
        Console.Error.WriteLine(text);
        return code;
    }
}
