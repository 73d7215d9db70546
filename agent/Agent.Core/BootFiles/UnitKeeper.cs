using System.Globalization;
using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Owners;

namespace Kernward.BootFiles;

/// <summary>
/// Limits of a systemd unit, kept in a drop-in of its own. Now the group's file is written; systemd reads the drop-in, with the same
/// value, at boot or at its next reload. It is not told to reload: that makes it write the limits of every unit again, which
/// takes from containers what their runtime set behind its back.
/// </summary>
internal sealed class UnitKeeper : Keeper
{
    public override string Path(Tunable tunable, string scope) => OwnFile.Unit(UnitSettings.UnitOf(scope), tunable.Id);

    public override string Assignment(Host host, KnowledgeBase knowledge, Tunable tunable, string scope, string value)
    {
        var unit = UnitSettings.UnitOf(scope);
        Demand(HasSystemd(host), "this host does not run systemd, and nothing else makes control groups again after a reboot");
        Demand(unit.Length > 0 && scope.EndsWith("/" + unit, StringComparison.Ordinal) && unit.All(IsPlain),
            $"'{Shown.Safe(scope)}' is not the group of a systemd unit: nothing makes it again after a reboot");
        Demand(!scope.Contains("/user@", StringComparison.Ordinal) || unit.StartsWith("user@", StringComparison.Ordinal),
            $"{unit} belongs to a user's own systemd, whose files Kernward does not write");
        Demand(UnitSettings.Lasts(host, unit), $"{unit} has no unit file: it is gone after a reboot");
        var setting = Setting(knowledge, tunable) ?? throw new BootFileException($"systemd has no property for {tunable.Id}");
        return $"[{Section(unit)}]\n{setting.Name}={Text(setting.As, value)}\n";
    }

    public override void Check(Host host, KnowledgeBase knowledge, Tunable tunable, string scope, ConfigFile own, IReadOnlyList<FileEdit> files)
    {
        var (unit, setting) = (UnitSettings.UnitOf(scope), Setting(knowledge, tunable)!);
        var (found, wanted) = (UnitSettings.Find(host, unit, setting.Name, own), Value(own));
        Demand(found is null || found.Path == own.Path,
            $"/{found?.Path}:{found?.Line} sets {setting.Name} of {unit} to {Shown.Safe(found?.Value ?? "")} and is read later; change it there: Kernward edits no file of others");
        Demand((found?.Value ?? "") == wanted, $"the parser reads '{Shown.Safe(found?.Value ?? "")}' for {setting.Name} in what would be written");
        foreach (var name in Settings(knowledge).Select(other => other.Name).Where(name => name != setting.Name))
            Demand(UnitSettings.Find(host, unit, name) == UnitSettings.Find(host, unit, name, own), $"keeping {tunable.Id} would change {name} of {unit}");
    }

    private static IEnumerable<OwnerSetting> Settings(KnowledgeBase knowledge) =>
        knowledge.Owners.Where(owner => owner.Format == OwnerFormat.Unit).SelectMany(owner => owner.Settings);

    /// <summary>The first is the one that systemd has now; further ones are older names.</summary>
    private static OwnerSetting? Setting(KnowledgeBase knowledge, Tunable tunable) => Settings(knowledge).FirstOrDefault(setting => setting.Tunable == tunable.Id);

    /// <summary>Characters of unit names; a backslash escapes others in them.</summary>
    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is ':' or '-' or '_' or '.' or '\\' or '@';

    private static string Section(string unit) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(unit[(unit.LastIndexOf('.') + 1)..]);

    private static string Text(UnitValue form, string value) => (form, value) switch
    {
        (UnitValue.Infinity, "max") => "infinity",
        (UnitValue.Percent, "max") => "",
        (UnitValue.Percent, _) => string.Create(CultureInfo.InvariantCulture, $"{decimal.Parse(value, CultureInfo.InvariantCulture) * 100:0.##}%"),
        _ => value,
    };
}
