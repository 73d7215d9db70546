using Kernward.Domain;
using Kernward.Execution;
using Kernward.Machine;
using Kernward.Owners;

namespace Kernward.BootFiles;

/// <summary>Makes the edit that keeps a step's value over a reboot, and proves by parsing that the host will read it as meant.</summary>
public static class BootFile
{
    /// <summary>
    /// The edit for a step whose value is <paramref name="value"/>; null where a file of ours keeps it already. Throws
    /// <see cref="BootFileException"/> where nothing would read it, a file of somebody else counts more, or one of ours was altered.
    /// </summary>
    public static FileEdit? Edit(Host host, ActuatorSet tunables, Origin origin, Tunable tunable, TunableValue value)
    {
        var scope = origin.Step.Scope;
        var files = Files(host, tunables, tunable, scope, value);
        var keeper = Keeper(tunable, files[0].Path);
        var assignment = keeper.Assignment(host, tunables.Knowledge, tunable, scope, value.Text);
        var before = RawFile.Read(host, keeper.Path(tunable, scope)) ?? "";
        if (before.Length > 0 && !Provenance.IsIntact(before))
            throw new BootFileException($"/{keeper.Path(tunable, scope)} is there and is not as Kernward made it: it is left alone; move it away to have the value kept");
        if (before.EndsWith("\n" + assignment, StringComparison.Ordinal)) return null;
        var text = Provenance.Write(origin, assignment);
        keeper.Check(host, tunables.Knowledge, tunable, scope, new ConfigFile(keeper.Path(tunable, scope), text), files);
        return new FileEdit(keeper.Path(tunable, scope), text, before, OwnFile.WayBack(before));
    }

    private static IReadOnlyList<FileEdit> Files(Host host, ActuatorSet tunables, Tunable tunable, string scope, TunableValue value)
    {
        try
        {
            return tunables.Edits(host, tunable, scope, value);
        }
        catch (ActuatorException e)
        {
            throw new BootFileException(e.Message);
        }
    }

    private static Keeper Keeper(Tunable tunable, string path) =>
        tunable.Kind == "cgroup" ? new UnitKeeper() : TunableFile.SysctlKey(path) is not null ? new SysctlKeeper() : new TmpfilesKeeper();
}
