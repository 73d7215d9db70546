using System.Globalization;
using Kernward.Audit;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Settings;
using Kernward.Worker;

namespace Kernward.Pipeline;

/// <summary>
/// The hands of one run: a worker of its own, started while this process is still root, or the one that listens on this host.
/// Disposing ends the own one, upon which it takes back what was not confirmed.
/// </summary>
public sealed class Hands : IAsyncDisposable
{
    private readonly WorkerClient? _own;
    private WorkerClient? _listening;
    private bool _greeted;

    private Hands(WorkerClient? own) => _own = own;

    /// <summary>
    /// As root starts a worker where one is <paramref name="needed"/>, which gets ready beside what this process does next. Call it
    /// before the rights are dropped: they do not come back.
    /// </summary>
    /// <exception cref="ProblemException">No worker (69), or no place for its policy (69).</exception>
    public static Hands Start(AgentSettings settings, bool needed = true)
    {
        if (!needed || !Environment.IsPrivilegedProcess) return new Hands(null);
        try
        {
            Directory.CreateDirectory(settings.StateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string[] policy = settings.PolicyFile.Length > 0 ? ["--policy", settings.PolicyFile] : [];
            return new Hands(WorkerClient.Start(
                new WorkerCommand(WorkerCommand.Find(""), ["--state", settings.StateDirectory, "--anchor", settings.Audit.AnchorDirectory,
                    .. string.Create(CultureInfo.InvariantCulture, $"--keep-mb {settings.AuditKeep.KeepMb} --keep-days {settings.AuditKeep.KeepDays}").Split(' '), .. policy]),
                TimeProvider.System));
        }
        catch (WorkerException e)
        {
            throw Unavailable(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException("journal", $"The journal cannot be kept in {settings.StateDirectory} ({e.Message}), so nothing is changed.",
                "make room there, or set State:Directory", ExitCodes.Unavailable);
        }
    }

    /// <summary>For one piece of work: disposing it takes back what was not confirmed, and leaves the worker for the next.</summary>
    /// <exception cref="ProblemException">A capture (65), nobody to do it (77), or a worker that does not answer (69).</exception>
    public async Task<IWorker> TakeAsync(Host host, CancellationToken cancel)
    {
        if (!host.IsLive)
            throw new ProblemException("captured", $"{host.Name} is a capture: it can be looked at, not changed.", "leave out --host, or add --dry-run", ExitCodes.BadInput);
        try
        {
            var worker = _own ?? (_listening ??= await ListeningAsync(cancel).ConfigureAwait(false));
            await GreetAsync(worker, cancel).ConfigureAwait(false);
            return new WorkerLease(worker);
        }
        catch (WorkerException e)
        {
            throw Unavailable(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null) await _own.DisposeAsync().ConfigureAwait(false);
        if (_listening is not null) await _listening.DisposeAsync().ConfigureAwait(false);
    }

    private async Task GreetAsync(WorkerClient worker, CancellationToken cancel)
    {
        if (_greeted) return;
        var hello = await worker.HelloAsync(cancel).ConfigureAwait(false);
        if (!hello.Ok) throw Refused(hello);
        foreach (var settled in hello.Hello!.Settled)
            Serilog.Log.Warning("{Change} was left half done by a worker that died; it is {State} now", settled.Change, settled.State);
        foreach (var manual in hello.Manual ?? []) Serilog.Log.Warning("{Tunable} is manual: {What}", manual.Tunable, manual.Told);
        if (hello.JournalDamage is { } damage) Serilog.Log.Warning("{Damage}", damage);
        _greeted = true;
    }

    private static async Task<WorkerClient> ListeningAsync(CancellationToken cancel)
    {
        if (!File.Exists(WorkerSocket.DefaultPath))
            throw new ProblemException("not-root", "Changing this host needs root.", "sudo kernward ..., or --dry-run to see the plan only", ExitCodes.NotPermitted);
        return await WorkerSocket.ConnectAsync(WorkerSocket.DefaultPath, TimeProvider.System, cancel).ConfigureAwait(false);
    }

    private static ProblemException Unavailable(WorkerException e) =>
        new("worker", Sentence(e.Message), "`kernward doctor` checks the installation", ExitCodes.Unavailable);

    /// <summary>Hands for a recorded host: the same executor and journal, in this process, as there is nothing real to protect.</summary>
    public static IWorker OnRecording(AgentSettings settings, BranchingHost host, ActuatorSet tunables) =>
        new InProcessWorker(new WorkerSetup(settings.StateDirectory, host, host, tunables, TimeProvider.System) { Policy = settings.Policy, Audit = settings.Audit, Keep = AuditRetention.Of(settings.AuditKeep.KeepMb, settings.AuditKeep.KeepDays) });

    /// <summary>The worker's no, as a problem of the command line.</summary>
    public static ProblemException Refused(WorkerReply reply) => reply.Error!.Code switch
    {
        "refused" => new("refused", Sentence(reply.Error.Message), "`kernward explain NAME` gives the safe range and the reason", ExitCodes.Refused),
        "locked" or "busy" => new("busy", Sentence(reply.Error.Message), "wait until it has ended, then try again", ExitCodes.Unavailable),
        "audit" => new("audit", $"Nothing is changed without an audit log: {reply.Error.Message}", "make room for the state directory, or see to the file that is named", ExitCodes.Unavailable),
        "journal" => new("journal", $"Nothing is changed without a journal: {reply.Error.Message}", "make room for the state directory, or see to the file that is named", ExitCodes.Unavailable),
        _ => new("worker", Sentence(reply.Error.Message), "`kernward doctor` checks the installation", ExitCodes.Internal),
    };

    /// <summary>The results of a reply that is a yes.</summary>
    public static IReadOnlyList<ExecutionResult> Results(WorkerReply reply) => reply.Ok ? reply.Results ?? [] : throw Refused(reply);

    /// <summary>A name at the beginning (<c>vm.swappiness</c>) stays as it is written.</summary>
    private static string Sentence(string text)
    {
        if (text.Length == 0) return text;
        var begun = text.Split(' ')[0].AsSpan().ContainsAny('.', '_') ? text : char.ToUpperInvariant(text[0]) + text[1..];
        return begun.EndsWith('.') ? begun : begun + ".";
    }
}
