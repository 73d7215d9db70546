namespace Kernward.Torture;

/// <summary>Plain files that imitate a kernel: nothing of this machine is in reach of the worker, which is told that they are the root.</summary>
internal sealed class TreeScene : Scene
{
    private readonly IReadOnlyDictionary<string, string> _surroundings;

    public TreeScene(ScratchSpace scratch, bool unified) : base(scratch)
    {
        Root = scratch.Make("root");
        Knobs = TreeKnobs.All(unified);
        _surroundings = TreeKnobs.Surroundings(unified);
        foreach (var (path, content) in _surroundings) Write(path, content);
        foreach (var knob in Knobs) Write(knob.Path, knob.Values[0].Raw);
    }

    public override string Root { get; }

    public override IReadOnlyList<Knob> Knobs { get; }

    public override string Kind => "tree";

    public override IReadOnlyDictionary<string, string> Bystanders => _surroundings;

    public override void Dispose()
    {
        base.Dispose();
        ScratchSpace.Remove(Root);
    }

    private void Write(string path, string content)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
