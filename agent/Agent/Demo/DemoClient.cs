using System.Net;
using System.Net.Sockets;

namespace Kernward.Demo;

/// <summary>One customer of the shop: connects, sends a line, waits for the answer, and has patience for so long.</summary>
internal sealed class DemoClient(int port, TimeSpan patience, TimeProvider clock, LatencyLog log) : IDisposable
{
    private static readonly byte[] Request = "buy\n"u8.ToArray();

    private readonly byte[] buffer = new byte[64];
    private Socket? socket;

    /// <summary>
    /// One request that was due at this timestamp; its time counts from then, also where the client itself was late
    /// (otherwise a stalled server would hide the requests that it kept from being sent).
    /// </summary>
    internal async Task AskAsync(long due, CancellationToken end)
    {
        var left = patience - clock.GetElapsedTime(due);
        if (left <= TimeSpan.Zero || !await TryAskAsync(left, end).ConfigureAwait(false))
        {
            Dispose();
            var passed = clock.GetElapsedTime(due);
            log.Add(passed < patience ? passed : patience, failed: true);
            return;
        }
        log.Add(clock.GetElapsedTime(due), failed: false);
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }

    private async Task<bool> TryAskAsync(TimeSpan left, CancellationToken end)
    {
        using var limit = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, end);
        try
        {
            socket ??= await ConnectAsync(either.Token).ConfigureAwait(false);
            await socket.SendAsync(Request, either.Token).ConfigureAwait(false);
            return await socket.ReceiveAsync(buffer, either.Token).ConfigureAwait(false) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken end)
    {
        var fresh = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await fresh.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), end).ConfigureAwait(false);
            return fresh;
        }
        catch
        {
            fresh.Dispose();
            throw;
        }
    }
}
