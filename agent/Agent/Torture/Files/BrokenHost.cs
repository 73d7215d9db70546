using System.Globalization;
using Kernward.Machine;

namespace Kernward.Torture.Files;

/// <summary>
/// A recorded host gone wrong: files are other ones each time they are read, some have gone since they were listed, names that
/// nobody gives appear, and at times ten thousand processes at once.
/// </summary>
/// <param name="share">Of all files, how many are changed (0 to 1).</param>
internal sealed class BrokenHost(Host inner, Random random, double share) : StillHost(inner)
{
    private const int Crowd = 10_000, CrowdFrom = 1_000_000, CrowdEvery = 400, NameEvery = 20, GoneEvery = 30;

    private static readonly string[] Names =
        ["a b", "]", "(x) y", "new\nline", "tab\there", "-1", "99999999999999999999", "0", "é\u202E", new string('n', 255), "x/../y", "%n", "a,b=c\"d"];

    private readonly FileMutator _mutator = new(random);
    private readonly string[] _process = [.. inner.List("proc").Where(name => name.All(char.IsAsciiDigit)).Take(50)];
    private byte[] _other = [];

    /// <summary>How many files were read that had been changed.</summary>
    public int Changed { get; private set; }

    /// <summary>What was read instead of what the host has, by path; the last of each.</summary>
    public Dictionary<string, byte[]> Read { get; } = [];

    public override bool TryRead(string path, out ReadOnlySpan<byte> content)
    {
        if (!Inner.TryRead(OfCrowd(path), out content)) return false;
        if (random.NextDouble() >= share) return true;
        if (random.Next(GoneEvery) == 0) return false;
        var original = content.ToArray();
        var changed = _mutator.Next(original, _other);
        _other = original;
        Changed++;
        Read[path] = changed;
        content = changed;
        return true;
    }

    public override IReadOnlyList<string> List(string directory)
    {
        var names = Inner.List(OfCrowd(directory));
        if (directory == "proc" && random.Next(CrowdEvery) == 0)
            return [.. names, .. Enumerable.Range(CrowdFrom, Crowd).Select(pid => pid.ToString(CultureInfo.InvariantCulture))];
        if (names.Count == 0 || random.NextDouble() >= share || random.Next(NameEvery) > 0) return names;
        return [.. names, Names[random.Next(Names.Length)]];
    }

    /// <summary>What stands in the files of one of the crowd is what stands in those of a real process.</summary>
    private string OfCrowd(string path)
    {
        var parts = path.Split('/', 3);
        return _process.Length > 0 && parts.Length > 1 && parts[0] == "proc" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid >= CrowdFrom
            ? string.Join('/', [parts[0], _process[pid % _process.Length], .. parts[2..]]) : path;
    }
}
