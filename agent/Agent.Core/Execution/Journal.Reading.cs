using System.Globalization;
using System.Text;
using System.Text.Json;
using Kernward.Domain;
using Kernward.Policy;
using Microsoft.Data.Sqlite;

namespace Kernward.Execution;

public sealed partial class Journal
{
    /// <summary>The newest changes, newest first.</summary>
    public IReadOnlyList<ChangeRecord> Latest(int limit) => Changes("ORDER BY n DESC LIMIT @limit", ("@limit", limit));

    /// <summary>By id (<c>c7</c>); null if there is none.</summary>
    public ChangeRecord? Find(string id) =>
        ChangeRecord.NumberOf(id) is { } number ? Changes("WHERE n = @n", ("@n", number)).FirstOrDefault() : null;

    /// <summary>Left by a worker that died, or held by the one that waits for a confirmation; newest first.</summary>
    public IReadOnlyList<ChangeRecord> Unsettled() =>
        Changes("WHERE state IN ('applying', 'pending', 'reverting') ORDER BY n DESC");

    /// <summary>Changes in force since a boot, newest first.</summary>
    public IReadOnlyList<ChangeRecord> Kept(string boot) =>
        Changes("WHERE state = 'kept' AND boot = @boot ORDER BY n DESC", ("@boot", boot));

    /// <summary>How many plans were begun since a moment, whatever became of them; what only undoes is not counted.</summary>
    public int BegunSince(DateTimeOffset moment) => Guarded(() =>
    {
        using var command = Command(_connection, "SELECT count(*) FROM change WHERE depth = 0 AND at >= @since", ("@since", Stamp(moment)));
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    });

    /// <summary>Kept changes of other boots, whose values are gone.</summary>
    internal IReadOnlyList<ChangeRecord> Outlived(string boot) =>
        Changes("WHERE state = 'kept' AND boot <> @boot ORDER BY n DESC", ("@boot", boot));

    /// <summary>The newest kept change of this boot that wrote a tunable in a scope and is not released; null if there is none.</summary>
    internal ChangeRecord? LastWriter(string tunable, string scope, string boot, string networkNamespace) =>
        Changes(
            """
            WHERE state = 'kept' AND boot = @boot AND n > coalesce((SELECT max(upto) FROM release WHERE tunable = @tunable), 0)
            AND EXISTS (SELECT 1 FROM edit WHERE change = n AND tunable = @tunable AND scope = @scope AND namespace = @namespace
                        AND written <> x'')
            ORDER BY n DESC LIMIT 1
            """,
            ("@boot", boot), ("@tunable", tunable), ("@scope", scope), ("@namespace", networkNamespace)).FirstOrDefault();

    private List<ChangeRecord> Changes(string filter, params (string, object?)[] values) => Guarded(() =>
    {
        var found = new List<ChangeRecord>();
        using (var command = Command(_connection, "SELECT * FROM change " + filter, values))
        using (var row = command.ExecuteReader())
            while (row.Read()) found.Add(Change(row));
        return found.ConvertAll(change => change with { Edits = Edits(change.Number) });
    });

    private List<EditRecord> Edits(long change)
    {
        var found = new List<EditRecord>();
        using var command = Command(_connection, "SELECT * FROM edit WHERE change = @change ORDER BY seq", ("@change", change));
        using var row = command.ExecuteReader();
        while (row.Read()) found.Add(Edit(row));
        return found;
    }

    private static ChangeRecord Change(SqliteDataReader row) => new()
    {
        Id = $"c{row.GetInt64(row.GetOrdinal("n"))}",
        Undoes = row["undoes"] is long undoes ? $"c{undoes}" : "",
        Depth = row.GetInt32(row.GetOrdinal("depth")),
        Plan = row["plan"] is string plan ? PlanOf(plan) : null,
        Summary = Text(row, "summary"),
        Approval = new Approval(Text(row, "plan_id"), Text(row, "who"), Text(row, "how"), Moment(Text(row, "approved_at"))),
        Host = Text(row, "host"),
        Boot = Text(row, "boot"),
        State = OneOf<ChangeState>(Text(row, "state")),
        At = Moment(Text(row, "at")),
        Note = Text(row, "note"),
        Sandbox = Text(row, "sandbox"),
    };

    private static EditRecord Edit(SqliteDataReader row) => new()
    {
        Seq = row.GetInt32(row.GetOrdinal("seq")),
        Step = row.GetInt32(row.GetOrdinal("step")),
        Tunable = Text(row, "tunable"),
        Scope = Text(row, "scope"),
        Path = Text(row, "path"),
        Namespace = Text(row, "namespace"),
        Identity = Text(row, "identity"),
        From = Text(row, "from_value"),
        To = Text(row, "to_value"),
        Before = Raw(row, "before")!,
        Restore = Raw(row, "restore")!,
        Written = Raw(row, "written")!,
        ReadBack = Raw(row, "readback"),
        State = OneOf<EditState>(Text(row, "state")),
    };

    /// <summary>A plan of an earlier version, which this one cannot read, must not keep its change from being undone.</summary>
    private static Plan? PlanOf(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AgentJson.Default.Plan);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(SqliteDataReader row, string column) => row.GetString(row.GetOrdinal(column));

    private static string? Raw(SqliteDataReader row, string column) => row[column] is byte[] bytes ? Encoding.Latin1.GetString(bytes) : null;

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static T OneOf<T>(string word) where T : struct, Enum =>
        Enum.TryParse<T>(word.Replace("-", ""), ignoreCase: true, out var value) ? value : throw new FormatException($"'{word}' is no {typeof(T).Name}");
}
