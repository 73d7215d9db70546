namespace Kernward.Knowledge;

/// <summary>Where a <see cref="Formula"/> gets its values.</summary>
public interface IFormulaValues
{
    /// <summary>
    /// <paramref name="function"/> of the named thing: <c>rate</c>, <c>last</c>, <c>mean</c>, <c>peak</c>, <c>low</c>,
    /// <c>increase</c>, <c>slope</c>, <c>steady</c>, <c>changes</c>, <c>falls</c>, <c>top</c> of a metric, <c>tunable</c>, or empty for
    /// a bare name. Null where it is absent.
    /// </summary>
    double? Read(string function, string name);

    /// <summary>
    /// The same of a subject that the formula names (<c>last(kernel.events@io-error)</c>), where <paramref name="of"/> is not empty.
    /// </summary>
    double? Read(string function, string name, string of) => of.Length == 0 ? Read(function, name) : null;
}
