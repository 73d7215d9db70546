namespace Kernward.BootFiles;

/// <summary>The one door through which files of ours are made, replaced and taken away; it opens for <see cref="OwnFile"/> paths alone.</summary>
public interface IBootFileWriter
{
    /// <summary>
    /// Puts a whole file in place at once: whoever reads it, or loses power, finds the old content or the new. Blank content
    /// takes the file away. Throws <see cref="IOException"/> with the path and the errno's name; the file is as it was then.
    /// </summary>
    void Replace(string path, ReadOnlySpan<byte> content);

    /// <summary>Takes away what a worker left that died while it wrote; safe only while the host's lock is held.</summary>
    void Sweep();
}
