using Kernward.Machine;

namespace Kernward.Torture.Files;

/// <summary>Another host, one file of which has another content.</summary>
internal sealed class OneFileHost(Host inner, string file, byte[] instead) : StillHost(inner)
{
    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        if (path != file) return Inner.TryRead(path, out content);
        content = instead;
        return true;
    }
}
