using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Owners;

namespace Kernward.BootFiles;

/// <summary>Values below proc/sys, kept in <c>/etc/sysctl.d</c>.</summary>
internal sealed class SysctlKeeper : Keeper
{
    public override string Path(Tunable tunable, string scope) => OwnFile.Sysctl(tunable.Id);

    public override string Assignment(Host host, KnowledgeBase knowledge, Tunable tunable, string scope, string value)
    {
        Demand(host.List("etc").Contains("sysctl.d"), "this host has no /etc/sysctl.d: nothing would read the value at boot");
        var key = Key(tunable, scope);
        return $"{(key.Contains('.') ? key : key.Replace('/', '.'))} = {value}\n";
    }

    public override void Check(Host host, KnowledgeBase knowledge, Tunable tunable, string scope, ConfigFile own, IReadOnlyList<FileEdit> files)
    {
        var (before, after, key) = (SysctlConfiguration.Read(host), SysctlConfiguration.Read(host, own), Key(tunable, scope));
        var last = after.Lines.FirstOrDefault(line => line.Key == key);
        Demand(last is not null, $"the parser does not find {tunable.Id} in what would be written");
        Demand(last!.Path == own.Path, last.Value is null
            ? $"/{last.Path}:{last.Line} keeps {tunable.Id} from being set at boot and is read later; change it there"
            : $"/{last.Path}:{last.Line} sets {tunable.Id} to {Shown.Safe(last.Value)} at boot and is read later; change it there: Kernward edits no file of others");
        Demand(last.Value == Value(own), $"the parser reads '{Shown.Safe(last.Value ?? "")}' for {tunable.Id} in what would be written");
        Demand(Others(before, key).SequenceEqual(Others(after, key)), $"keeping {tunable.Id} would change what else is set at boot");
        foreach (var other in files.Where(file => file.Text.Length == 0).Select(file => TunableFile.SysctlKey(file.Path)))
            if (other is not null && after.Winner(other) is { } form && Position(after, form) > Position(after, last))
                throw new BootFileException($"/{form.Path}:{form.Line} sets {form.Key.Replace('/', '.')} later at boot, which takes {tunable.Id} back: the two exclude each other");
    }

    private static string Key(Tunable tunable, string scope) => TunableFile.SysctlKey(TunableFile.PathOf(tunable, scope))!;

    private static int Position(SysctlConfiguration read, SysctlLine line) => read.Lines.ToList().IndexOf(line);

    private static IEnumerable<(string, string?)> Others(SysctlConfiguration read, string key) =>
        read.Lines.Where(line => line.Key != key).Select(line => (line.Key, line.Value));
}
