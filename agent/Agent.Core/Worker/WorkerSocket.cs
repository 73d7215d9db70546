using System.Net.Sockets;
using System.Text.Json;
using Kernward.Audit;
using Kernward.Confinement;

namespace Kernward.Worker;

/// <summary>
/// A worker that serves whoever may ask over a Unix socket. Each client speaks JSON lines; what it applied and did not confirm is
/// taken back when it goes.
/// </summary>
public sealed class WorkerSocket(InProcessWorker worker, Action<string> log)
{
    public const string DefaultPath = "/run/kernward/worker.sock";

    private const int MostClients = 16;
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <exception cref="WorkerException">Nobody listens there, or may not be spoken to.</exception>
    public static async Task<WorkerClient> ConnectAsync(string path, TimeProvider time, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel).ConfigureAwait(false);
            if (Peer.Of(socket) is { User: not 0 } other) throw new WorkerException($"{path} is served by {other}, not by root: it is no worker");
            return WorkerClient.Over(new NetworkStream(socket, ownsSocket: true), time);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new WorkerException($"the worker at {path} cannot be reached: {e.Message}", e);
        }
    }

    /// <summary>
    /// Makes the socket, for root and the group <c>kernward</c>; takes the one that systemd passes instead, where it does. The
    /// caller holds the host: nobody else listens at this path.
    /// </summary>
    /// <exception cref="IOException">It cannot be made, or a living worker has it.</exception>
    public static Socket Listen(string path)
    {
        if (Passed() is { } passed) return passed;
        if (IsServed(path)) throw new IOException($"another worker listens at {path}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Before it listens: nobody can connect to it with the rights that it was made with.
            File.SetUnixFileMode(path, Mode);
            if (ServiceUser.ClientGroup() is { } group) Ownership.Give(path, 0, group);
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"{path} cannot be listened at: {e.Message}", e);
        }
    }

    /// <summary>Until cancelled; then every client's unconfirmed change is taken back.</summary>
    public async Task ServeAsync(Socket listening, CancellationToken cancel)
    {
        using var places = new SemaphoreSlim(MostClients);
        var clients = new List<Task>();
        try
        {
            while (true)
            {
                await places.WaitAsync(cancel).ConfigureAwait(false);
                var client = await listening.AcceptAsync(cancel).ConfigureAwait(false);
                clients.RemoveAll(done => done.IsCompleted);
                clients.Add(ServeOneAsync(client, places, cancel));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(clients).ConfigureAwait(false);
        }
    }

    private async Task ServeOneAsync(Socket client, SemaphoreSlim places, CancellationToken cancel)
    {
        try
        {
            var peer = Peer.Of(client);
            await using var stream = new NetworkStream(client, ownsSocket: true);
            if (peer.MayAsk) await new WorkerServer(new WorkerLease(worker), stream, stream) { Client = peer.ToString(), Malformed = Malformed }.RunAsync(cancel).ConfigureAwait(false);
            else await RefuseAsync(client, stream, peer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            log($"a client went: {e.Message}");
        }
        finally
        {
            places.Release();
        }
    }

    private void Malformed(string text) => worker.Note(AuditEvent.MalformedMessage, text);

    /// <summary>Waits a moment for the client to go by itself: one that is cut off while it asks does not get to read why.</summary>
    private async Task RefuseAsync(Socket client, NetworkStream stream, Peer peer)
    {
        log($"refused a client: {peer}");
        worker.Note(AuditEvent.PeerRefused, peer.ToString());
        var no = WorkerReply.No("not-permitted", "only root and the members of group kernward may ask the worker");
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(no, WorkerJson.Default.WorkerReply), (byte)'\n']).ConfigureAwait(false);
        client.Shutdown(SocketShutdown.Send);
        using var patience = new CancellationTokenSource(Farewell);
        try
        {
            var sink = new byte[4096];
            while (await stream.ReadAsync(sink, patience.Token).ConfigureAwait(false) > 0) { }
        }
        catch (OperationCanceledException)
        {
            log($"cut off a client that does not go: {peer}");
        }
    }

    private static bool IsServed(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>sd_listen_fds(3): descriptor 3, where LISTEN_PID names this process.</summary>
    private static Socket? Passed() =>
        Environment.GetEnvironmentVariable("LISTEN_PID") == Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)
        && Environment.GetEnvironmentVariable("LISTEN_FDS") == "1"
            ? new Socket(new SafeSocketHandle(3, ownsHandle: true))
            : null;
}
