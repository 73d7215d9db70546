namespace Kernward.Llama.Native;

/// <summary>Keeps a model from being freed while a call uses a pointer into it.</summary>
internal readonly ref struct ModelUse
{
    private readonly ModelHandle _model;

    /// <exception cref="ObjectDisposedException">The model is gone.</exception>
    internal ModelUse(ModelHandle model)
    {
        var held = false;
        model.DangerousAddRef(ref held);
        _model = model;
    }

    public void Dispose() => _model.DangerousRelease();
}
