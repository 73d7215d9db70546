using System.Runtime.InteropServices;
using Kernward.Audit;
using Kernward.Confinement;
using Kernward.Domain;
using Kernward.BootFiles;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Plugins;
using Kernward.Plugins.Actuators;
using Kernward.Policy;
using Kernward.Worker;

namespace Kernward;

/// <summary>
/// The privileged process: reads requests on standard input or from clients of its socket, believes none of them, and answers.
/// </summary>
internal static class Program
{
    /// <summary>Started by itself, as the child that executes a plan.</summary>
    private const string Child = "--execute";

    private const int Done = 0, Usage = 64, NotPermitted = 77, BadConfiguration = 78;

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is [Child, var root]) return SandboxChild.Run(root);
        if (Options.Parse(arguments, out var problem) is not { } options) return Say(Usage, problem + "\n" + Options.Help);
        if (options.Root == "/" && !Environment.IsPrivilegedProcess) return Say(NotPermitted, "kernward-worker changes the kernel and needs to be root.");
        try
        {
            WorkerRights.Ensure(arguments);
            Privileges.SealWorker();
            await RunAsync(Setup(options), options.Listen);
            return Done;
        }
        catch (Exception e) when (e is KnowledgeException or IOException or UnauthorizedAccessException)
        {
            return Say(BadConfiguration, e.Message);
        }
    }

    /// <summary>Until the input ends or a signal asks to end; both restore what was not confirmed. Ctrl-C is the mind's business.</summary>
    private static async Task RunAsync(WorkerSetup setup, string socket)
    {
        using var ended = new CancellationTokenSource();
        void Ignore(PosixSignalContext signal) => signal.Cancel = true;
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.Cancel();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, socket.Length > 0 ? End : Ignore);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, End);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);
        await using var worker = new InProcessWorker(setup);
        await (socket.Length > 0 ? ServeManyAsync(worker, socket, ended.Token) : ServeOneAsync(worker, ended.Token));
    }

    /// <summary>What a dead worker left is put right before anybody is listened to: at boot too.</summary>
    private static async Task ServeManyAsync(InProcessWorker worker, string path, CancellationToken ended)
    {
        var hello = await worker.HelloAsync(ended);
        if (!hello.Ok) Log($"not settled: {hello.Error!.Message}");
        foreach (var settled in hello.Hello?.Settled ?? [])
            Log($"{settled.Change} was left half done; it is {settled.State.ToString().ToLowerInvariant()} now ({settled.Note})");
        using var listening = WorkerSocket.Listen(path);
        Log($"listening at {path}");
        await new WorkerSocket(worker, Log).ServeAsync(listening, ended);
    }

    private static void Log(string line) => Console.Error.WriteLine(Shown.Safe(line, 1000));

    private static async Task ServeOneAsync(InProcessWorker worker, CancellationToken ended)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        var serving = Task.Run(() => new WorkerServer(worker, input, output) { Malformed = text => worker.Note(AuditEvent.MalformedMessage, text) }.RunAsync(ended), CancellationToken.None);
        var signalled = new TaskCompletionSource();
        await using var told = ended.Register(signalled.SetResult);
        // A read of a pipe cannot be cancelled: on a signal it is left behind, and the process ends without it.
        await await Task.WhenAny(serving, signalled.Task);
    }

    private static WorkerSetup Setup(Options options)
    {
        // The catalogue that was built in: what the mind believes is not asked.
        var (time, known) = (TimeProvider.System, PluginKnowledge.LoadLaw());
        var policy = PolicyFile.Checked(PolicyFile.Read(options.Policy), known);
        var (host, writer) = (new LiveHost(time, options.Root), new SandboxWriter(options.Root, SandboxProgram.Self(Child), policy.Sandbox));
        var isMachine = options.Root == "/";
        return new WorkerSetup(options.State, host, writer, new ActuatorSet(known, ActuatorList.Create()), time)
        {
            // Only a worker on the machine itself speaks to that machine's journald.
            Audit = new AuditPlace(options.State, options.Anchor.Length > 0 ? options.Anchor : AuditPlace.DefaultAnchor(options.State))
            {
                JournaldSocket = isMachine ? AuditPlace.Journald : "",
            },
            Keep = AuditRetention.Of(options.KeepMegabytes, options.KeepDays),
            Policy = policy,
            NetNamespace = NetworkNamespace.Current(),
            // A tree of plain files has the same ones for every namespace, and none of it goes with one.
            NetIdentity = isMachine ? NetworkNamespace.Cookie() : "",
            Namespaces = isMachine ? new NamespaceFinder(host, writer) : null,
            BootFiles = new LiveBootFileWriter(options.Root),
            HostLockDirectory = isMachine ? HostLock.OfTheHost : "",
            LockWait = options.LockWait,
            Command = "kernward-worker",
        };
    }

    private static int Say(int code, string text)
    {
        Console.Error.WriteLine(Shown.Lines(text));
        return code;
    }
}
