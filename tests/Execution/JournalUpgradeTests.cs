using Kernward.Execution;
using Kernward.Tests.Support;
using Kernward.Torture.Faults;
using Microsoft.Data.Sqlite;

namespace Kernward.Tests.Execution;

public sealed class JournalUpgradeTests : IDisposable
{
    /// <summary>The first version's tables, as they were.</summary>
    private const string Version1 =
        """
        CREATE TABLE change (
            n INTEGER PRIMARY KEY AUTOINCREMENT, undoes INTEGER, depth INTEGER NOT NULL, plan TEXT, summary TEXT NOT NULL,
            plan_id TEXT NOT NULL, who TEXT NOT NULL, how TEXT NOT NULL, approved_at TEXT NOT NULL, host TEXT NOT NULL,
            boot TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL, note TEXT NOT NULL DEFAULT '');
        CREATE TABLE edit (
            change INTEGER NOT NULL REFERENCES change(n), seq INTEGER NOT NULL, step INTEGER NOT NULL, tunable TEXT NOT NULL,
            scope TEXT NOT NULL, path TEXT NOT NULL, namespace TEXT NOT NULL, from_value TEXT NOT NULL, to_value TEXT NOT NULL,
            before BLOB NOT NULL, restore BLOB NOT NULL, written BLOB NOT NULL, readback BLOB, state TEXT NOT NULL,
            PRIMARY KEY (change, seq));
        CREATE TABLE release (tunable TEXT NOT NULL, upto INTEGER NOT NULL, at TEXT NOT NULL);
        CREATE INDEX edit_by_tunable ON edit (tunable, scope);
        PRAGMA user_version = 1;
        INSERT INTO change VALUES (7, NULL, 0, NULL, 'an old plan', 'sha256:old', 'root', 'prompt', '2026-01-02T03:04:05.0000000Z', 'here', 'boot-1', 'kept', '2026-01-02T03:04:05.0000000Z', '');
        INSERT INTO edit VALUES (7, 100, 1, 'vm.swappiness', 'host', 'proc/sys/vm/swappiness', '', '60', '10', x'36300a', x'36300a', x'31300a', x'31300a', 'written');
        """;

    private readonly TemporaryDirectory _state = new();
    private readonly FaultTime _time = new();

    public void Dispose() => _state.Dispose();

    private string File => Path.Combine(_state.Path, "journal.db");

    [Fact]
    public void A_journal_of_the_first_version_is_kept_as_it_was_and_its_changes_can_be_undone()
    {
        Run(File, "PRAGMA journal_mode=WAL; " + Version1);
        var kernel = Some.Kernel().With("proc/sys/vm/swappiness", "10\n");
        using (var journal = Journal.Open(_state.Path, _time))
        {
            var undo = new Undo(new Workbench(kernel, kernel, Some.Tunables, journal)).Run("last", "root", force: false);
            Assert.Equal(("c8", ChangeState.Kept), (undo[0].Change, undo[0].State));
            Assert.Equal("60\n", kernel["proc/sys/vm/swappiness"]);
        }
        Assert.Equal(4L, Run(File, "PRAGMA user_version"));
        Assert.Equal(1L, Run(File, "SELECT count(*) FROM sqlite_schema WHERE name = 'change_by_state'"));
        Assert.Equal((1L, 1L), (Run(File + ".v1", "PRAGMA user_version"), Run(File + ".v1", "SELECT count(*) FROM change")));
    }

    /// <summary>The copy that a dead process left half made does not count.</summary>
    [Fact]
    public void An_upgrade_that_was_cut_off_is_begun_again()
    {
        Run(File, Version1);
        System.IO.File.WriteAllText(File + ".v1.tmp", "half");
        using (var journal = Journal.Open(_state.Path, _time)) Assert.Equal("c7", Assert.Single(journal.Latest(5)).Id);
        Assert.Equal(1L, Run(File + ".v1", "SELECT count(*) FROM edit"));
    }

    [Fact]
    public void A_new_journal_leaves_no_copy_behind()
    {
        using (Journal.Open(_state.Path, _time)) { }
        Assert.Equal(["journal.db"], Directory.GetFiles(_state.Path).Select(Path.GetFileName));
        Assert.Equal(4L, Run(File, "PRAGMA user_version"));
    }

    [Fact]
    public void What_is_settled_is_forgotten_after_ten_thousand_changes_and_what_stands_is_not()
    {
        using (Journal.Open(_state.Path, _time)) { }
        var states = new[] { "kept", "incomplete", "pending", "reverting", "reverted", "failed", "gone" };
        Run(File, string.Concat(states.Select(state => Change(state))) + """
            INSERT INTO edit SELECT n, 100, 1, 't', 'host', 'p', '', '1', '2', x'', x'', x'31', NULL, 'written', '' FROM change;
            INSERT INTO release VALUES ('t', 2, 'then');
            WITH RECURSIVE more(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM more WHERE i < 10000)
            INSERT INTO change (depth, summary, plan_id, who, how, approved_at, host, boot, state, at)
            SELECT 0, '', '', '', '', '2026-01-02', 'here', 'boot-1', 'reverted', '2026-01-02' FROM more;
            """);
        using (var journal = Journal.Open(_state.Path, _time))
        {
            Assert.Equal(["c4", "c3", "c2", "c1"], journal.Latest(20_000).Skip(10_000).Select(change => change.Id));
            Assert.Single(journal.Find("c1")!.Edits);
        }
        Assert.Equal((4L, 10_004L), (Run(File, "SELECT count(*) FROM edit"), Run(File, "SELECT count(*) FROM change")));
    }

    /// <summary>What an earlier version wrote has no number of what it belongs to: names alone count, as they did.</summary>
    [Fact]
    public void A_group_of_a_journal_without_numbers_is_known_by_its_name_and_a_new_edit_has_its_number()
    {
        const string shares = "sys/fs/cgroup/cpu,cpuacct/system.slice/db.service/cpu.shares";
        Run(File, Version1 + $"""
            ALTER TABLE change ADD COLUMN sandbox TEXT NOT NULL DEFAULT '';
            INSERT INTO change VALUES (8, NULL, 0, NULL, 'a group', 'sha256:g', 'root', 'prompt', '2026-01-02T03:04:05.0000000Z', 'here', 'boot-1', 'kept', '2026-01-02T03:04:05.0000000Z', '', 'namespace');
            INSERT INTO edit VALUES (8, 100, 1, 'cgroup.cpu.weight', '/system.slice/db.service', '{shares}', '', '98', '300', x'313030300a', x'313030300a', x'333037320a', x'333037320a', 'written');
            CREATE INDEX change_by_state ON change (state, boot, n);
            PRAGMA user_version = 3;
            """);
        var kernel = Some.Kernel().WithGroups1().With(shares, "3072\n");
        kernel.MakeAnew("db.service");
        using (var journal = Journal.Open(_state.Path, _time))
        {
            Assert.Equal("", journal.Find("c8")!.Edits[0].Identity);
            var undo = Assert.Single(new Undo(new Workbench(kernel, kernel, Some.Tunables, journal)).Run("c8", "root", force: false));
            Assert.Equal((ChangeState.Kept, "1000\n"), (undo.State, kernel[shares]));
            Assert.Equal(kernel.Identity(shares[..shares.LastIndexOf('/')]), journal.Find(undo.Change)!.Edits[0].Identity);
        }
        Assert.Equal((4L, 3L), (Run(File, "PRAGMA user_version"), Run(File + ".v3", "PRAGMA user_version")));
    }

    private static string Change(string state) =>
        $"INSERT INTO change (depth, summary, plan_id, who, how, approved_at, host, boot, state, at) VALUES (0, '', '', '', '', '2026-01-02', 'here', 'boot-1', '{state}', '2026-01-02');\n";

    private static object? Run(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
