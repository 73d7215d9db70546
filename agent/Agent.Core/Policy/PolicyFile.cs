using System.Text.Json;
using Kernward.Knowledge;
using Kernward.Machine;

namespace Kernward.Policy;

/// <summary>
/// The one file of policy. It never throws: what is wrong ends up in <see cref="PolicyOptions.Broken"/>, every error with its key,
/// and then the law applies nothing. <c>docs/policy.json</c> shows all of it with the defaults.
/// </summary>
public static class PolicyFile
{
    public const string DefaultPath = "/etc/kernward/policy.json";

    private const int Largest = 1 << 16;

    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    /// <summary>
    /// The policy of a file; an empty path is <see cref="DefaultPath"/>, which may be absent: then the defaults hold. Root goes only
    /// by a file that nobody else can change.
    /// </summary>
    public static PolicyOptions Read(string path) => path.Length == 0 && !Path.Exists(DefaultPath)
        ? new PolicyOptions()
        : Read(path.Length == 0 ? DefaultPath : path, ofRootOnly: Environment.IsPrivilegedProcess);

    internal static PolicyOptions Read(string path, bool ofRootOnly)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (ofRootOnly && FileOwner.Problem(file.SafeFileHandle, path) is { Length: > 0 } problem) return Broken(problem);
            var content = new byte[Largest + 1];
            var length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (length > Largest) return Broken($"{path} is larger than any policy");
            using var document = JsonDocument.Parse(content.AsMemory(0, length), Lenient);
            var errors = new List<string>();
            var policy = PolicyReader.Read(new Entry(document.RootElement, path, errors));
            return errors.Count == 0 ? policy : new PolicyOptions { Broken = errors };
        }
        catch (JsonException e)
        {
            return Broken($"{path} is not JSON: {Domain.Shown.Safe(e.Message)}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Broken($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>The same policy, broken where it names a tunable or a kind of owner that the catalogue has not.</summary>
    public static PolicyOptions Checked(PolicyOptions policy, KnowledgeBase known)
    {
        var unknown = policy.Pinned.Select(name => (Key: "pinned", Name: name)).Concat(policy.MaxFactor.Keys.Select(name => (Key: "max_factor", Name: name)))
            .Where(named => known.Tunable(named.Name) is null)
            .Select(named => $"'{named.Key}': there is no tunable '{Domain.Shown.Safe(named.Name)}'; {Near(known, named.Name)}").ToList();
        unknown.AddRange(policy.Owners.Keys.Where(kind => known.Owners.All(owner => owner.Id != kind))
            .Select(kind => $"'owners': there is no kind '{Domain.Shown.Safe(kind)}'; there are {string.Join(", ", known.Owners.Select(owner => owner.Id))}"));
        return unknown.Count == 0 ? policy : policy with { Broken = [.. policy.Broken, .. unknown] };
    }

    private static string Near(KnowledgeBase known, string name)
    {
        if (known.Named(name) is { } meant) return $"'{meant.Tunable.Id}' is its name";
        const int far = 5;
        var near = known.Tunables.Select(tunable => (tunable.Id, Distance: EditDistance.Of(name, tunable.Id, far)))
            .Where(item => item.Distance <= far).OrderBy(item => item.Distance).Take(3).Select(item => $"'{item.Id}'").ToList();
        return near.Count > 0 ? $"near it are {string.Join(", ", near)}" : "nothing is called like it";
    }

    private static PolicyOptions Broken(string error) => new() { Broken = [error] };
}
