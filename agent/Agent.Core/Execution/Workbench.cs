using Kernward.BootFiles;
using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.Execution;

/// <summary>What the hands work with: the host as it is read and written, its tunables, and the journal.</summary>
public sealed record Workbench(Host Host, IHostWriter Writer, ActuatorSet Tunables, Journal Journal)
{
    /// <summary>Network namespace of this process (<see cref="NetworkNamespace.Current"/>); empty for a host that is not live.</summary>
    public string NetNamespace { get; init; } = "";

    /// <summary>Keeps values over a reboot; null where the host is none that boots.</summary>
    public IBootFileWriter? BootFiles { get; init; }

    internal HostIdentity Identity => HostIdentity.Of(Host);

    internal string NamespaceOf(string tunable) =>
        Tunables.Knowledge.Tunable(tunable)?.Namespace == "net" ? NetNamespace : "";

    internal bool IsReachable(EditRecord edit) => edit.Namespace.Length == 0 || edit.Namespace == NetNamespace;

    /// <summary>Raw content; null where the file is absent. One of ours that is absent is empty, as that is how it is taken away.</summary>
    internal string? Read(string path) => RawFile.Read(Host, path) ?? (OwnFile.Is(path) ? "" : null);

    /// <summary>Throws <see cref="IOException"/> with the errno's name.</summary>
    internal void Write(string path, string raw)
    {
        if (!OwnFile.Is(path)) Writer.Write(path, RawFile.Bytes(raw));
        else if (BootFiles is { } files) files.Replace(path, RawFile.Bytes(raw));
        else throw new IOException($"{path}: this host keeps nothing over a reboot");
    }

    /// <summary>
    /// As <see cref="IHostWriter.Confine"/>; files of our own are no kernel's and are not written by the child.
    /// </summary>
    internal string Confine(IEnumerable<string> paths, bool givesBack) =>
        paths.Where(path => !OwnFile.Is(path)).Distinct().ToList() is { Count: > 0 } files ? Writer.Confine(files, givesBack) : "";

    /// <summary>False where the file is gone with what it belonged to (a stopped service, an unplugged device).</summary>
    internal bool Exists(string path)
    {
        if (OwnFile.Is(path)) return true;
        var cut = path.LastIndexOf('/');
        return Host.List(path[..cut]).Contains(path[(cut + 1)..]);
    }
}
