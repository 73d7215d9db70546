namespace Kernward.Machine;

/// <summary>The network namespaces of a host, other than the one that this process is in.</summary>
public interface INamespaces
{
    /// <summary>
    /// Looks for one by its name (<c>net:[4026532198]</c>) and, where that is not empty, by the number that no other gets
    /// (<see cref="NetworkNamespace.Cookie"/>).
    /// </summary>
    NamespaceSearch Find(string name, string cookie);
}

/// <summary>
/// Where to work inside a namespace; or why it is not known whether it still is; where there is neither, it is gone, and all values
/// in it with it.
/// </summary>
public sealed record NamespaceSearch(NamespacePlace? Place, string Doubt = "");

/// <summary>
/// A host as it is read and written inside one network namespace. <paramref name="Held"/> keeps that open; disposing lets it go.
/// </summary>
public sealed record NamespacePlace(string Cookie, Host Host, IHostWriter Writer, IDisposable? Held = null) : IDisposable
{
    public void Dispose() => Held?.Dispose();
}
