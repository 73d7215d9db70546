namespace Kernward.Machine;

/// <summary>The other side of the door, handed to the executor alone.</summary>
public interface IHostWriter
{
    /// <summary>
    /// Says which files the writes that follow are about, so that a writer in a sandbox makes it for exactly these.
    /// <paramref name="givesBack"/>: old values, which are given back even where no sandbox is to be had.
    /// </summary>
    /// <returns>What confines the writes, as one word; empty where there is nothing real to protect.</returns>
    /// <exception cref="IOException">No sandbox as strong as policy wants; nothing may be written.</exception>
    string Confine(IReadOnlyCollection<string> paths, bool givesBack) => "";

    /// <summary>Writes a value in one write(2) call to an existing file; throws <see cref="IOException"/> with the errno's name.</summary>
    void Write(string path, ReadOnlySpan<byte> value);
}
