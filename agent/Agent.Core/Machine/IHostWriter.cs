namespace Kernward.Machine;

/// <summary>The other side of the door, handed to the executor alone.</summary>
public interface IHostWriter
{
    /// <summary>Writes a value in one write(2) call to an existing file; throws <see cref="IOException"/> with the errno's name.</summary>
    void Write(string path, ReadOnlySpan<byte> value);
}
