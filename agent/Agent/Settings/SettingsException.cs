namespace Kernward.Settings;

/// <summary>The settings cannot be used; carries every error with its key.</summary>
public sealed class SettingsException(IReadOnlyList<string> errors)
    : Exception(errors.Count == 1 ? errors[0] : $"{errors.Count} settings are broken:\n" + string.Join('\n', errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
