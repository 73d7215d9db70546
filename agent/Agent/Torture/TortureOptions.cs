namespace Kernward.Torture;

/// <summary>
/// What is wanted: at least so many kills and messages, the seed of all chance, and, where one scene is to be seen again, its
/// number.
/// </summary>
internal sealed record TortureOptions(int Kills, int Messages, int Seed, int? Scene);
