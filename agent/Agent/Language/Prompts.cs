using Kernward.Pipeline;
using Kernward.Settings;

namespace Kernward.Language;

/// <summary>The files of <c>prompts/</c>: what a model is told, as people can read and edit it.</summary>
internal static class Prompts
{
    public static Task<string> ReadAsync(string name, CancellationToken cancel) =>
        InstalledFiles.Find(System.IO.Path.Combine("prompts", name)) is { } path
            ? File.ReadAllTextAsync(path, cancel)
            : throw new ProblemException("prompt-missing", $"prompts/{name} is not beside the program.", "install it again", ExitCodes.Configuration);
}
