namespace Kernward.Knowledge;

/// <summary>Where a <see cref="Formula"/> gets its values.</summary>
public interface IFormulaValues
{
    /// <summary>
    /// <paramref name="function"/> of the named thing: <c>rate</c>, <c>last</c>, <c>mean</c>, <c>peak</c>, <c>low</c>,
    /// <c>increase</c> of a metric, <c>tunable</c>, or empty for a bare name. Null where it is absent.
    /// </summary>
    double? Read(string function, string name);
}
