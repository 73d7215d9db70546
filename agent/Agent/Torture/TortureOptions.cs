namespace Kernward.Torture;

/// <summary>
/// What is wanted: at least so many kills, messages and broken files, the seed of all chance, and, where one scene is to be seen again, its
/// number.
/// </summary>
internal sealed record TortureOptions(int Kills, int Messages, int Files, int Seed, int? Scene);
