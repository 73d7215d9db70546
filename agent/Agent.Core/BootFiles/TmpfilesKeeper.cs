using Kernward.Domain;
using Kernward.Execution;
using Kernward.Knowledge;
using Kernward.Machine;
using Kernward.Owners;

namespace Kernward.BootFiles;

/// <summary>Values of files that are no sysctl (block queues, huge pages), kept in <c>/etc/tmpfiles.d</c>, whose <c>w</c> lines write at boot.</summary>
internal sealed class TmpfilesKeeper : Keeper
{
    private static readonly string[] Directories = ["etc/tmpfiles.d", "run/tmpfiles.d", "usr/local/lib/tmpfiles.d", "usr/lib/tmpfiles.d"];

    public override string Path(Tunable tunable, string scope) => OwnFile.Tmpfiles(tunable.Id, scope);

    public override string Assignment(Host host, KnowledgeBase knowledge, Tunable tunable, string scope, string value)
    {
        Demand(HasSystemd(host) && host.List("etc").Contains("tmpfiles.d"),
            $"only systemd-tmpfiles could set {tunable.Id} at boot, and this host does not run systemd");
        return $"w /{TunableFile.PathOf(tunable, scope)} - - - - {value}\n";
    }

    public override void Check(Host host, KnowledgeBase knowledge, Tunable tunable, string scope, ConfigFile own, IReadOnlyList<FileEdit> files)
    {
        var path = "/" + TunableFile.PathOf(tunable, scope);
        var after = Read(host, own);
        // Of two lines for one path the first counts, and of those that match it as patterns too, the last is carried out last. A
        // line that appends may be carried out besides.
        var counts = after.Find(line => line.Path == path && line.Type.Contains('+'))
            ?? after.Where(line => Glob.Matches(line.Path, path)).DistinctBy(line => line.Path).LastOrDefault();
        Demand(counts is not null, $"the parser does not find {tunable.Id} in what would be written");
        Demand(counts!.File == own.Path,
            $"/{counts.File}:{counts.Number} sets {tunable.Id} to {Shown.Safe(counts.Value)} at boot and counts more; change it there: Kernward edits no file of others");
        Demand($"w {path} - - - - {counts.Value}\n" == own.Content[(own.Content.TrimEnd('\n').LastIndexOf('\n') + 1)..],
            $"the parser reads '{Shown.Safe(counts.Value)}' for {tunable.Id} in what would be written");
        Demand(Read(host, null).Where(line => line.Path != path).SequenceEqual(after.Where(line => line.Path != path)),
            $"keeping {tunable.Id} would change what else is set at boot");
    }

    private static List<Line> Read(Host host, ConfigFile? instead) =>
    [
        .. from file in ConfigFiles.Read(host, Directories, instead: instead)
           from line in file.Lines
           let words = line.Text.Split((char[]?)null, 7, StringSplitOptions.RemoveEmptyEntries)
           where words.Length == 7 && words[0][0] == 'w'
           select new Line(words[0], words[1].Trim('"'), words[6].Trim(), file.Path, line.Number),
    ];

    private sealed record Line(string Type, string Path, string Value, string File, int Number);
}
