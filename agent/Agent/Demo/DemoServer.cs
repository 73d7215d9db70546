using System.Net;
using System.Net.Sockets;

namespace Kernward.Demo;

/// <summary>
/// The shop: a TCP server with one thread, as many services are. A request is a line; the answer costs
/// <c>--work-us</c> microseconds of CPU and is a line. After each round of the loop it is elsewhere for <c>--pause-ms</c>.
/// </summary>
internal sealed class DemoServer(PartArguments arguments, TimeProvider clock)
{
    private static readonly TimeSpan ReloadEvery = TimeSpan.FromSeconds(1);
    private static readonly byte[] Answer = "done\n"u8.ToArray();

    private readonly int backlog = arguments["backlog", 4096];
    private readonly int work = arguments["work-us", 500];
    private readonly TimeSpan pause = arguments.Time("pause-ms", 0);
    private readonly List<Socket> connections = [];
    private readonly byte[] buffer = new byte[4096];
    private long reloaded;

    /// <summary>Prints <c>ready PORT</c> once it listens on loopback (<c>--port</c>, 0 for any), then serves until the end.</summary>
    internal void Run(CancellationToken end)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, arguments["port", 0]));
        listener.Listen(backlog);
        reloaded = clock.GetTimestamp();
        Console.WriteLine($"ready {((IPEndPoint)listener.LocalEndPoint!).Port}");
        while (!end.IsCancellationRequested)
        {
            Reload(listener);
            List<Socket> ready = [listener, .. connections];
            Socket.Select(ready, null, null, 100_000);
            foreach (var socket in ready) Turn(socket, listener);
            if (pause > TimeSpan.Zero && ready.Count > 0) end.WaitHandle.WaitOne(pause);
        }
    }

    /// <summary>
    /// A listener keeps the backlog that it got at listen(2), cut to net.core.somaxconn as it was then; a raised limit
    /// counts only after the next one. Real servers call it again when they are told to reload.
    /// </summary>
    private void Reload(Socket listener)
    {
        if (clock.GetElapsedTime(reloaded) < ReloadEvery) return;
        listener.Listen(backlog);
        reloaded = clock.GetTimestamp();
    }

    private void Turn(Socket socket, Socket listener)
    {
        if (socket == listener) connections.Add(listener.Accept());
        else if (!Serve(socket))
        {
            connections.Remove(socket);
            socket.Dispose();
        }
    }

    /// <summary>False when the client has gone.</summary>
    private bool Serve(Socket client)
    {
        try
        {
            var count = client.Receive(buffer);
            if (count == 0 || IsGone(client)) return false;
            for (var left = buffer.AsSpan(0, count).Count((byte)'\n'); left > 0; left--)
            {
                CpuWork.Use(work);
                client.Send(Answer);
            }
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A client that gave up costs no work: its end of stream is already there.</summary>
    private static bool IsGone(Socket client) => client.Poll(0, SelectMode.SelectRead) && client.Available == 0;
}
