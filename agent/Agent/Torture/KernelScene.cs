namespace Kernward.Torture;

/// <summary>The real kernel, as far as <see cref="KernelStage"/> is its own.</summary>
internal sealed class KernelScene(ScratchSpace scratch, KernelStage stage) : Scene(scratch)
{
    public override string Root => "/";

    public override IReadOnlyList<Knob> Knobs => stage.Knobs;

    public override string Kind => "kernel";

    protected override string Reach => stage.Reach;
}
