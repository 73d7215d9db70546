using Kernward.Torture;
using Microsoft.Data.Sqlite;

namespace Kernward.Tests.Torture;

/// <summary>The oracle's own teeth: what is lost on purpose is found.</summary>
public sealed class OracleTests : IDisposable
{
    private static readonly IReadOnlyDictionary<int, int> Sets = new Dictionary<int, int> { [0] = 1, [4] = 2 };
    private static readonly World Changed = World.First.With(new KeptChange("c1", Sets));
    private readonly ScratchSpace _scratch = ScratchSpace.InMemory();
    private readonly TreeScene _scene;
    private readonly Oracle _oracle;

    public OracleTests()
    {
        _scene = new TreeScene(_scratch, unified: true);
        _oracle = new Oracle(_scene);
    }

    public void Dispose()
    {
        _scene.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void Knows_the_old_state_and_the_new_one()
    {
        Assert.Same(World.First, _oracle.Find([World.First, Changed], MindReply.Of("ok c1=reverted"), out _));
        foreach (var (knob, value) in Sets) Put(_scene.Knobs[knob], value);
        Assert.Same(Changed, _oracle.Find([World.First, Changed], MindReply.Of("ok c1=kept"), out _));
    }

    [Fact]
    public void Finds_half_a_change()
    {
        Put(_scene.Knobs[0], 1);
        Assert.Equal("proc/sys/vm/swappiness holds '10\\n' and not '60\\n'", Wrong("ok c1=kept"));
    }

    [Fact]
    public void Finds_a_line_end_that_is_missing()
    {
        File.WriteAllText(Path.Combine(_scene.Root, _scene.Knobs[0].Path), "60");
        Assert.Contains("swappiness", Wrong("ok c1=reverted"));
    }

    [Fact]
    public void Finds_a_file_that_is_gone()
    {
        File.Delete(Path.Combine(_scene.Root, _scene.Knobs[0].Path));
        Assert.Contains("holds nothing", Wrong("ok c1=reverted"));
    }

    [Fact]
    public void Finds_a_file_that_no_plan_names()
    {
        File.WriteAllText(Path.Combine(_scene.Root, "proc/sys/kernel/hostname"), "there\n");
        Assert.Equal("proc/sys/kernel/hostname was changed", Wrong("ok c1=reverted"));
    }

    [Theory]
    [InlineData("ok c1=kept", "the journal has c1 as kept, the files are those of nothing")]
    [InlineData("ok c1=pending", "c1 is pending in the journal after it was settled")]
    [InlineData("ok c1=incomplete", "c1 is incomplete in the journal after it was settled")]
    public void Finds_a_journal_that_tells_something_else(string history, string wrong) => Assert.Equal(wrong, Wrong(history));

    [Fact]
    public void Finds_a_damaged_journal()
    {
        File.WriteAllText(Path.Combine(_scene.State, "journal.db"), new string('x', 5000));
        Assert.Contains("not a database", _oracle.JournalError());
        File.Move(Path.Combine(_scene.State, "journal.db"), Path.Combine(_scene.State, "journal.db.damaged-1"));
        Assert.Contains("set aside", _oracle.JournalError());
    }

    /// <summary>As if the one before had forgotten to note a write, so that no recovery can know of it.</summary>
    [Fact]
    public async Task Finds_what_was_written_without_a_note()
    {
        using var mind = new MindProcess(_scene.WorkerArguments);
        await mind.StartWorkerAsync();
        await mind.AskAsync("hello");
        var plan = TorturePlan.Of(_scene.Identity, _scene.Knobs, World.First, Sets);
        var reply = await mind.AskAsync("apply " + System.Text.Json.JsonSerializer.Serialize(plan, Kernward.Domain.AgentJson.Default.Plan));
        Assert.Equal("c1", reply!.Only("pending"));
        ProcessTable.Kill(mind.Worker);
        while (ProcessTable.IsAlive(mind.Worker)) await Task.Yield();
        Forget();
        await mind.StartWorkerAsync();
        Assert.True((await mind.AskAsync("hello"))!.Ok);
        var history = await mind.AskAsync("history");
        Assert.Null(_oracle.Find([World.First], history!, out var wrong));
        Assert.Equal("proc/sys/vm/swappiness holds '10\\n' and not '60\\n'", wrong);
    }

    private void Forget()
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_scene.State, "journal.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM edit WHERE tunable = 'vm.swappiness'";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private string Wrong(string history)
    {
        Assert.Null(_oracle.Find([World.First, Changed], MindReply.Of(history), out var wrong));
        return wrong;
    }

    private void Put(Knob knob, int value) => File.WriteAllText(Path.Combine(_scene.Root, knob.Path), knob.Values[value].Raw);
}
