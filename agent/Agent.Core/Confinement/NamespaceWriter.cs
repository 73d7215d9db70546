using Kernward.Machine;

namespace Kernward.Confinement;

/// <summary>Writes through children that are inside a network namespace.</summary>
internal sealed class NamespaceWriter(SandboxWriter writer, OpenNamespace network) : IHostWriter
{
    public string Confine(IReadOnlyCollection<string> paths, bool givesBack) => writer.Confine(paths, givesBack, network);

    public void Write(string path, ReadOnlySpan<byte> value) => writer.Write(path, value);
}
