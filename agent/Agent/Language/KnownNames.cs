namespace Kernward.Language;

/// <summary>
/// Which names of this host a model may be told: those that the operator wrote himself, and of those only what cannot be
/// anything but a name. A process may call itself <c>more</c>, <c>10</c> or <c>vm.swappiness</c>; the words of requests keep their meaning.
/// </summary>
internal static class KnownNames
{
    private const int Most = 8;
    private const int Longest = 64;

    /// <summary>Words that requests are made of; names of single services (backup, cache, database) are none of them.</summary>
    private static readonly HashSet<string> RequestWords =
    [
        "cpu", "cpus", "core", "cores", "processor", "thread", "threads", "memory", "mem", "ram", "swap", "swapping", "disk", "disks", "io", "i/o", "iops", "network",
        "net", "bandwidth", "traffic", "interface", "kernel", "power", "accelerator", "gpu", "file", "files", "process", "processes", "connection", "connections", "load",
        "usage", "latency", "throughput", "capacity", "stability", "fairness", "speed", "performance", "priority", "preference", "weight", "share", "shares", "limit",
        "limits", "cap", "floor", "ceiling", "quota", "maximum", "minimum", "max", "min", "percent", "size", "value", "default", "node", "numa", "machine", "box",
        "server", "host", "system", "service", "services", "container", "containers", "unit", "job", "program", "everything", "anything", "nothing", "something", "all",
        "kb", "mb", "gb", "tb", "bytes", "seconds", "minutes", "hours", "days", "ms", "us", "watts", "second", "minute", "hour", "day", "week",
        "today", "yesterday", "tonight", "now", "last", "first", "permanently", "temporarily", "reboot", "restart", "dry-run", "dry", "run",
        "set", "show", "tell", "explain", "find", "check", "watch", "monitor", "alert", "fix", "mend", "tune", "optimize", "optimise", "improve", "boost", "reduce", "lower",
        "raise", "increase", "decrease", "double", "halve", "throttle", "pin", "guarantee", "reserve", "protect", "prioritize", "prioritise", "slow", "slower", "fast",
        "faster", "busy", "high", "low", "higher", "free", "full", "undo", "revert", "rollback", "roll", "back", "history", "changes", "change", "changed", "plan", "step", "steps",
        "approve", "confirm", "reject", "cancel", "stop", "start", "kill", "delete", "remove", "install", "help", "yes", "ok", "okay", "never", "always", "ignore",
        "instructions", "previous", "wrong", "problem", "why", "what", "who", "using", "use", "uses", "eating", "than", "top", "biggest", "most", "least", "prepare",
        "value", "values", "setting", "settings", "tunable", "tunables", "config", "log", "logs", "message", "messages", "error", "errors", "mean", "means", "line",
    ];

    /// <summary>
    /// The names as the message spells them, the longest where one is part of another: whoever calls himself <c>nightly</c> is
    /// not the nightly backup.
    /// </summary>
    public static List<string> In(string message, IEnumerable<string> known, Func<string, bool> isTunable)
    {
        var lower = message.ToLowerInvariant();
        var found = known.SelectMany(Spellings).Where(name => IsName(name) && !isTunable(name) && Places(lower, name).Count > 0).Distinct().ToList();
        return [.. found.Where(name => !found.Exists(longer => Covers(lower, longer, name))).Take(Most)];
    }

    /// <summary>A name, and the same as people say it: <c>nightly-backup</c> is a nightly backup.</summary>
    private static IEnumerable<string> Spellings(string name)
    {
        var lower = name.ToLowerInvariant();
        return [lower, lower.Replace('-', ' ').Replace('_', ' ')];
    }

    private static bool IsName(string name) =>
        name.Length is > 1 and <= Longest && char.IsLetter(name[0])
        && Array.TrueForAll(name.Split(' '), word => word.Length > 0 && !RequestWords.Contains(word) && !MessageSpans.IsFunctionWord(word) && NumberWords.Digits(word) is null);

    /// <summary>True where every place of the shorter name lies within one of the longer.</summary>
    private static bool Covers(string text, string longer, string shorter) =>
        longer.Length > shorter.Length && longer.Contains(shorter, StringComparison.Ordinal)
        && Places(text, longer) is var wide
        && Places(text, shorter).TrueForAll(at => wide.Exists(start => at >= start && at + shorter.Length <= start + longer.Length));

    /// <summary>Where the name stands as a word of its own.</summary>
    private static List<int> Places(string text, string word)
    {
        var places = new List<int>();
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length])))
                places.Add(at);
        return places;
    }
}
