using Kernward.Machine;

namespace Kernward.Tests.Support;

/// <summary>Another host, each file of which is changed as it is read.</summary>
internal sealed class ChangedHost(Host inner, Func<string, byte[], byte[]> change) : Host
{
    public override string Name => inner.Name;

    public override bool IsLive => false;

    public override TimeSpan Uptime => inner.Uptime;

    public override DateTimeOffset Time => inner.Time;

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        if (!inner.TryRead(path, out content)) return false;
        content = change(path, content.ToArray());
        return true;
    }

    public override IReadOnlyList<string> List(string directory) => inner.List(directory);

    public override Task WaitAsync(TimeSpan duration, CancellationToken cancel) => inner.WaitAsync(duration, cancel);

    /// <summary>About one byte in so many is another one, in place.</summary>
    public static byte[] Mutate(byte[] content, Random random, int every)
    {
        for (var i = 0; i < content.Length; i++)
            if (random.Next(every) == 0) content[i] = (byte)random.Next(256);
        return content;
    }
}
