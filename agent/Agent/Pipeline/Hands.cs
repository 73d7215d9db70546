using Kernward.Execution;
using Kernward.Machine;
using Kernward.Settings;
using Kernward.Worker;

namespace Kernward.Pipeline;

/// <summary>Starts the process that may change this host, with the limits that the settings give it.</summary>
internal static class Hands
{
    /// <exception cref="ProblemException">A capture (65), not root (77), or no worker (69).</exception>
    public static async Task<IWorker> StartAsync(AgentSettings settings, Host host, CancellationToken cancel)
    {
        if (!host.IsLive)
            throw new ProblemException("captured", $"{host.Name} is a capture: it can be looked at, not changed.", "leave out --host, or add --dry-run", ExitCodes.BadInput);
        if (!Environment.IsPrivilegedProcess)
            throw new ProblemException("not-root", "Changing this host needs root.", "sudo kernward ..., or --dry-run to see the plan only", ExitCodes.NotPermitted);
        try
        {
            Directory.CreateDirectory(settings.StateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string[] policy = settings.PolicyFile.Length > 0 ? ["--policy", settings.PolicyFile] : [];
            var worker = WorkerClient.Start(new WorkerCommand(WorkerCommand.Find(""), ["--state", settings.StateDirectory, .. policy]), TimeProvider.System);
            var hello = await worker.HelloAsync(cancel).ConfigureAwait(false);
            if (!hello.Ok) throw Refused(hello);
            foreach (var settled in hello.Hello!.Settled)
                Serilog.Log.Warning("{Change} was left half done by a worker that died; it is {State} now", settled.Change, settled.State);
            return worker;
        }
        catch (WorkerException e)
        {
            throw new ProblemException("worker", Sentence(e.Message), "`kernward doctor` checks the installation", ExitCodes.Unavailable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException("journal", $"The journal cannot be kept in {settings.StateDirectory} ({e.Message}), so nothing is changed.",
                "make room there, or set State:Directory", ExitCodes.Unavailable);
        }
    }

    /// <summary>Hands for a recorded host: the same executor and journal, in this process, as there is nothing real to protect.</summary>
    public static IWorker OnRecording(AgentSettings settings, BranchingHost host, ActuatorSet tunables) =>
        new InProcessWorker(new WorkerSetup(settings.StateDirectory, host, host, tunables, TimeProvider.System) { Policy = settings.Policy });

    /// <summary>The worker's no, as a problem of the command line.</summary>
    public static ProblemException Refused(WorkerReply reply) => reply.Error!.Code switch
    {
        "refused" => new("refused", Sentence(reply.Error.Message), "`kernward explain NAME` gives the safe range and the reason", ExitCodes.Refused),
        "locked" or "busy" => new("busy", Sentence(reply.Error.Message), "wait until it has ended, then try again", ExitCodes.Unavailable),
        "journal" => new("journal", $"Nothing is changed without a journal: {reply.Error.Message}", "make room for the state directory, or see to the file that is named", ExitCodes.Unavailable),
        _ => new("worker", Sentence(reply.Error.Message), "`kernward doctor` checks the installation", ExitCodes.Internal),
    };

    /// <summary>The results of a reply that is a yes.</summary>
    public static IReadOnlyList<ExecutionResult> Results(WorkerReply reply) => reply.Ok ? reply.Results ?? [] : throw Refused(reply);

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..] + (text.EndsWith('.') ? "" : ".");
}
