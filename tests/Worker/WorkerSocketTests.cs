using System.Diagnostics;
using System.Net.Sockets;
using Kernward.Confinement;
using Kernward.Execution;
using Kernward.Tests.Support;
using Kernward.Worker;

namespace Kernward.Tests.Worker;

public sealed class WorkerSocketTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private readonly WorkerProcess _process = new();
    private readonly TemporaryDirectory _run = new();

    private string Socket => Path.Combine(_run.Path, "worker.sock");

    public void Dispose()
    {
        _process.Dispose();
        _run.Dispose();
    }

    [RootFact]
    public async Task Serves_several_and_takes_back_what_one_left_unconfirmed_when_it_goes()
    {
        var before = _process.Snapshot();
        using var worker = await ListeningAsync();
        await using var other = await ConnectAsync();
        await using (var client = await ConnectAsync())
        {
            Assert.Equal(ChangeState.Pending, (await client.AskAsync(WorkerProcess.LongPlan(), Never)).Results![0].State);
            Assert.Equal("busy", (await other.AskAsync(WorkerProcess.LongPlan(), Never)).Error!.Code);
            Assert.NotEqual(before, _process.Snapshot());
        }
        await UntilAsync(() => _process.Snapshot().All(file => before[file.Key] == file.Value));
        Assert.True((await other.HelloAsync(Never)).Ok);
    }

    [RootFact]
    public async Task Notes_who_the_kernel_says_is_asking()
    {
        using var worker = await ListeningAsync();
        await using var client = await ConnectAsync();
        await client.AskAsync(WorkerProcess.LongPlan(), Never);
        await client.ConfirmAsync("c1", Never);
        var who = Assert.Single((await client.HistoryAsync(5, Never)).History!).Approval.Who;
        Assert.EndsWith($"(user 0, pid {Environment.ProcessId})", who);
    }

    [RootFact]
    public async Task Answers_no_to_another_user_even_where_the_socket_is_open_to_all()
    {
        using var worker = await ListeningAsync();
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Socket) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
        File.SetUnixFileMode(Socket, (UnixFileMode)0b110_110_110);
        foreach (var folder in new[] { _run.Path, Path.GetDirectoryName(_run.Path)! }) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var answer = Asked("--reuid=65534", "--regid=65534", "--clear-groups");
        Assert.Contains("\"not-permitted\"", answer);
        Assert.Contains("only root and the members of group kernward", answer);
        Assert.Contains("\"ok\":true", Asked("--reuid=0"));
    }

    [RootFact]
    public async Task Two_cannot_listen_at_one_place()
    {
        using var worker = await ListeningAsync();
        using var second = Start();
        await second.WaitForExitAsync(Never).WaitAsync(Patience.Long);
        Assert.Equal(78, second.ExitCode);
        Assert.Contains("another worker listens at", await second.StandardError.ReadToEndAsync(Never));
    }

    [RootFact]
    public async Task Settles_what_a_dead_one_left_before_it_listens()
    {
        var before = _process.Snapshot();
        using (var first = await ListeningAsync())
        {
            await using var client = await ConnectAsync();
            await client.AskAsync(WorkerProcess.LongPlan(), Never);
            first.Kill();
            await first.WaitForExitAsync(Never);
        }
        Assert.NotEqual(before, _process.Snapshot());
        using var second = await ListeningAsync();
        Assert.Equal(before, _process.Snapshot());
    }

    [RootFact]
    public async Task Keeps_only_the_rights_that_it_needs_whoever_starts_it()
    {
        const ulong kept = (1UL << 0) | (1UL << 1) | (1UL << 6) | (1UL << 8) | (1UL << 12) | (1UL << 19) | (1UL << 21) | (1UL << 24);
        using var worker = await ListeningAsync();
        foreach (var thread in Directory.GetDirectories($"/proc/{worker.Id}/task"))
        {
            var rights = Capabilities.Of($"{worker.Id}/task/{Path.GetFileName(thread)}");
            Assert.Equal(0UL, rights.Capabilities & ~kept);
            Assert.True(rights.NoNewPrivileges);
        }
        Assert.True(Capabilities.Of($"{worker.Id}").Filtered);
    }

    private static async Task UntilAsync(Func<bool> condition) => Assert.True(await Patience.UntilAsync(condition));

    private Task<WorkerClient> ConnectAsync() => WorkerSocket.ConnectAsync(Socket, TimeProvider.System, Never);

    private async Task<RunningWorker> ListeningAsync()
    {
        var worker = Start();
        while (await worker.StandardError.ReadLineAsync(Never).AsTask().WaitAsync(Patience.Long) is { } line)
            if (line.StartsWith("listening", StringComparison.Ordinal)) return worker;
        throw new InvalidOperationException("it does not listen");
    }

    private RunningWorker Start() => RunningWorker.Start(_process.Arguments("--listen", Socket));

    /// <summary>What a client of another user gets to read.</summary>
    private string Asked(params string[] identity)
    {
        const string ask = "const s = require('net').connect(process.argv[1]); s.write('{\"op\":\"hello\"}\\n'); s.on('data', d => { process.stdout.write(d); s.end(); })";
        var start = new ProcessStartInfo("setpriv", [.. identity, "node", "-e", ask, Socket]) { RedirectStandardOutput = true };
        using var client = Process.Start(start)!;
        return client.StandardOutput.ReadToEnd();
    }

    /// <summary>Killed with the test.</summary>
    private sealed class RunningWorker : Process
    {
        public static RunningWorker Start(IEnumerable<string> arguments)
        {
            var worker = new RunningWorker { StartInfo = new ProcessStartInfo(WorkerProcess.Program, arguments) { RedirectStandardError = true, RedirectStandardInput = true } };
            worker.Start();
            return worker;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !HasExited) Kill();
            base.Dispose(disposing);
        }
    }
}
