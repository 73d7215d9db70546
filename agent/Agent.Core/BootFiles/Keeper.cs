using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Owners;

namespace Kernward.BootFiles;

/// <summary>One of the ways in which a host keeps values over a reboot.</summary>
internal abstract class Keeper
{
    public abstract string Path(Tunable tunable, string scope);

    /// <summary>The lines below the comments. Throws <see cref="BootFileException"/> where it cannot be said in this way.</summary>
    public abstract string Assignment(Host host, KnowledgeBase knowledge, Tunable tunable, string scope, string value);

    /// <summary>
    /// Reads the host's configuration as it would be with <paramref name="own"/> and throws <see cref="BootFileException"/> unless
    /// the tunable gets the value and nothing else changes. <paramref name="files"/> is what the step writes now.
    /// </summary>
    public abstract void Check(Host host, KnowledgeBase knowledge, Tunable tunable, string scope, ConfigFile own, IReadOnlyList<FileEdit> files);

    protected static void Demand(bool holds, string otherwise)
    {
        if (!holds) throw new BootFileException(otherwise);
    }

    protected static bool HasSystemd(Host host) => host.List("run/systemd").Contains("system");

    /// <summary>What the last line of a file of ours assigns.</summary>
    protected static string Value(ConfigFile own) => own.Content.TrimEnd('\n').Split('\n')[^1].Split('=', 2)[^1].Trim();
}
