namespace Kernward.Torture.Messages;

/// <summary>Gives what it holds in pieces of a few bytes, as a slow or hostile sender would.</summary>
internal sealed class DribbleStream(byte[] content, Random random) : MemoryStream(content, writable: false)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(1, 64))], cancellationToken);
}
