namespace Kernward.Execution;

public sealed partial class Journal
{
    /// <summary>
    /// What is known of a journal that was found damaged and is kept aside, with what to do; null where there is none, or it was
    /// accepted that what it held is lost. Until then nothing can be begun.
    /// </summary>
    public string? Damage { get; private set; }

    /// <summary>The same, without opening the journal; also where the directory cannot be read.</summary>
    public static string? DamageIn(string stateDirectory) => JournalDamage.In(stateDirectory);

    /// <summary>It is accepted that what a damaged journal held can no longer be undone. The file stays where it is kept.</summary>
    public void AcceptDamage() => Guarded(() =>
    {
        JournalDamage.Accept(Path.GetDirectoryName(_connection.DataSource)!);
        Damage = null;
        return true;
    });

    private void ThrowIfDamaged()
    {
        if (Damage is { } damage) throw new JournalException(damage);
    }
}
