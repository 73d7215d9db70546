namespace Kernward.Demo;

/// <summary>What the stage says when it is set up: the folder that it keeps for the worker, and its groups' names.</summary>
internal sealed record StageReady(string State, string Groups);

/// <summary>One answer of the stage; what does not apply is null. <paramref name="Problem"/> and <paramref name="Hint"/> where it failed.</summary>
internal sealed record StageAnswer(
    ClientStatistics? Clients = null, Dictionary<string, string>? Values = null, string? Problem = null, string? Hint = null);
