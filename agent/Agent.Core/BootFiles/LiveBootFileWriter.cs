using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.BootFiles;

/// <summary>Files of ours below a root. A directory for drop-ins of a unit is made where there is none, and goes with its last file. Thread-safe.</summary>
public sealed class LiveBootFileWriter(string root = "/") : IBootFileWriter
{
    private const string Units = "etc/systemd/system/";

    public void Replace(string path, ReadOnlySpan<byte> content)
    {
        if (!OwnFile.Is(path)) throw new IOException($"{Shown.Safe(path)}: not a file of Kernward's own (EINVAL)");
        var parts = path.Split('/');
        var bytes = content.ToArray();
        if (content.ContainsAnyExcept((byte)'\n', (byte)' ')) In(parts[..^1], make: true, directory => directory.Replace(parts[^1], bytes));
        else Remove(parts);
    }

    public void Sweep()
    {
        foreach (var directory in new[] { "etc/sysctl.d", "etc/tmpfiles.d" }) Sweep(directory.Split('/'));
        IReadOnlyList<string> units = [];
        In(Units.TrimEnd('/').Split('/'), make: false, directory => units = directory.List());
        foreach (var unit in units.Where(name => name.EndsWith(".d", StringComparison.Ordinal))) Sweep([.. Units.TrimEnd('/').Split('/'), unit]);
    }

    private void Sweep(string[] directory)
    {
        var path = string.Join('/', directory);
        bool IsLeft(string name) => name is ['.', .. var rest] && rest.EndsWith(".tmp", StringComparison.Ordinal) && OwnFile.Is($"{path}/{rest[..^4]}");
        In(directory, make: false, found =>
        {
            foreach (var name in found.List().Where(IsLeft)) found.Remove(name);
        });
    }

    private void Remove(string[] parts)
    {
        In(parts[..^1], make: false, directory => directory.Remove(parts[^1]));
        if (string.Join('/', parts).StartsWith(Units, StringComparison.Ordinal)) In(parts[..^2], make: false, units => units.RemoveEmpty(parts[^2]));
    }

    /// <summary>Does nothing where the directory is absent; only the last one of a path is ever made.</summary>
    private void In(string[] directories, bool make, Action<DirectoryHandle> action)
    {
        var at = DirectoryHandle.Root(root);
        try
        {
            for (var i = 0; i < directories.Length; i++)
            {
                var below = at.Enter(directories[i], make && i == directories.Length - 1);
                at.Dispose();
                if (below is null && make) throw new IOException($"{string.Join('/', directories)}: open failed with ENOENT", Errno.Enoent);
                if (below is null) return;
                at = below;
            }
            action(at);
        }
        finally
        {
            at.Dispose();
        }
    }
}
