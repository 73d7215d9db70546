using Kernward.BootFiles;
using Kernward.Domain;
using Kernward.Machine;

namespace Kernward.Execution;

/// <summary>What the hands work with: the host as it is read and written, its tunables, and the journal.</summary>
public sealed record Workbench(Host Host, IHostWriter Writer, ActuatorSet Tunables, Journal Journal)
{
    /// <summary>Network namespace of this process (<see cref="NetworkNamespace.Current"/>); empty for a host that is not live.</summary>
    public string NetNamespace { get; init; } = "";

    /// <summary>The number that tells it from a later one of the same name (<see cref="NetworkNamespace.Cookie"/>); empty where none is known.</summary>
    public string NetIdentity { get; init; } = "";

    /// <summary>Finds the others; null where there are none to be found.</summary>
    public INamespaces? Namespaces { get; init; }

    /// <summary>A network namespace that is no more; empty where the work is about none such.</summary>
    internal string Vanished { get; init; } = "";

    /// <summary>Keeps values over a reboot; null where the host is none that boots.</summary>
    public IBootFileWriter? BootFiles { get; init; }

    internal HostIdentity Identity => HostIdentity.Of(Host);

    internal string NamespaceOf(string tunable) =>
        Tunables.Knowledge.Tunable(tunable)?.Namespace == "net" ? NetNamespace : "";

    /// <summary>False for a value of another network namespace than the one that this bench works in.</summary>
    internal bool IsReachable(EditRecord edit) => edit.Namespace.Length == 0
        || (edit.Namespace == NetNamespace && (edit.Identity.Length == 0 || NetIdentity.Length == 0 || edit.Identity == NetIdentity));

    /// <summary>The edit as one of what has its names now.</summary>
    internal EditRecord Bound(EditRecord edit) => edit.Namespace.Length > 0
        ? edit with { Namespace = NetNamespace, Identity = NetIdentity }
        : edit with { Identity = IdentityOf(edit) };

    /// <summary>
    /// Of the directory that the scope names (a control group, a device); what is below it may come and go with a setting. Empty where
    /// it names none.
    /// </summary>
    private string IdentityOf(EditRecord edit)
    {
        var named = $"/{edit.Scope.Trim('/')}/";
        var at = OwnFile.Is(edit.Path) || edit.Path.StartsWith("proc/", StringComparison.Ordinal) ? -1 : edit.Path.LastIndexOf(named, StringComparison.Ordinal);
        return at < 0 ? "" : Host.Identity(edit.Path[..(at + named.Length - 1)]);
    }

    /// <summary>Why nothing of an edit can stand any more: what its file belonged to is no more, whatever has its name now. Empty where it is there.</summary>
    internal string Gone(EditRecord edit)
    {
        if (OwnFile.Is(edit.Path)) return "";
        if (edit.Namespace.Length > 0 && edit.Namespace == Vanished) return $"network namespace {edit.Namespace} is gone, and its values with it";
        if (!IsReachable(edit)) return "";
        if (edit.Namespace.Length == 0 && edit.Identity.Length > 0 && IdentityOf(edit) is { Length: > 0 } now && now != edit.Identity)
            return $"{Owner(edit)} was removed and made anew since: the value went with the old one, and nothing is written to the new one";
        return Exists(edit.Path) || Read(edit.Path) is not null ? "" : $"{Owner(edit)} is gone, and its value with it";
    }

    private static string Owner(EditRecord edit) => edit.Scope == "host" ? edit.Path : $"'{Shown.Safe(edit.Scope)}'";

    /// <summary>Raw content; null where the file is absent, or is not the one of the edit any more.</summary>
    internal string? Read(EditRecord edit) => Gone(edit).Length > 0 ? null : Read(edit.Path);

    /// <summary>The present value of an edit's tunable in canonical text; empty where it is unknown or absent.</summary>
    internal string Now(EditRecord edit) => Gone(edit).Length > 0 ? "" : Tunables.Read(Host, edit.Tunable, edit.Scope) ?? "";

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
