using System.Globalization;

namespace Kernward.Escapes;

/// <summary>
/// What the test laid out for the attempts: a directory with a file that may be written (<c>allowed</c>) and things that may not,
/// the process that started the sandbox, and a bystander: a process of root that has no capabilities either.
/// </summary>
internal sealed record Surroundings(string Directory, int Parent, int Bystander)
{
    public string Allowed => Directory + "/allowed";

    /// <summary>Lies beside the allowed one and is root's as well.</summary>
    public string Other => Directory + "/other";

    public static Surroundings Parse(string text)
    {
        var parts = text.Split('|');
        return new Surroundings(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => $"{Directory}|{Parent}|{Bystander}";
}
