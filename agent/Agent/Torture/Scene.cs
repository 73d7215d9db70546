using System.Text;
using System.Text.Json.Nodes;
using Kernward.Machine;

namespace Kernward.Torture;

/// <summary>A host to torture: a root to work below, a state directory of its own, and the tunables that rounds change.</summary>
internal abstract class Scene(ScratchSpace scratch) : IDisposable
{
    /// <summary>What the worker is told is the root.</summary>
    public abstract string Root { get; }

    public abstract IReadOnlyList<Knob> Knobs { get; }

    /// <summary><c>tree</c> or <c>kernel</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>A control group's path that bounds what the worker may touch; empty for all below the root.</summary>
    protected virtual string Reach => "";

    public string State { get; } = scratch.Make("state");

    public IReadOnlyList<string> WorkerArguments => ["--root", Root, "--state", State, "--policy", Policy];

    /// <summary>
    /// Rounds come faster than any operator's hour allows; and who is not root has no sandbox to be had, nor anything to protect.
    /// </summary>
    private string Policy
    {
        get
        {
            var path = State + ".policy.json";
            if (!File.Exists(path))
                File.WriteAllText(path, new JsonObject
                {
                    ["max_changes_per_hour"] = 100_000, ["reach"] = Reach,
                    ["sandbox"] = Environment.IsPrivilegedProcess ? "namespace" : "none",
                }.ToJsonString());
            return path;
        }
    }

    /// <summary>Name and boot of the host, as a plan must have them.</summary>
    public HostIdentity Identity => HostIdentity.Of(new LiveHost(TimeProvider.System, Root));

    /// <summary>Content of a file as Latin-1, byte for byte; null where it is not there. Read again where it was cut while it was read.</summary>
    public string? Read(Knob knob)
    {
        while (true)
        {
            try
            {
                return Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(Root, knob.Path)));
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (EndOfStreamException)
            {
                // A shorter value was just written.
            }
        }
    }

    public IReadOnlyList<string?> ReadAll() => [.. Knobs.Select(Read)];

    /// <summary>Files that belong to the scene and that no plan names; they must never change.</summary>
    public virtual IReadOnlyDictionary<string, string> Bystanders => new Dictionary<string, string>();

    public virtual void Dispose()
    {
        ScratchSpace.Remove(State);
        File.Delete(State + ".policy.json");
    }
}
