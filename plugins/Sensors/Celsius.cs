namespace Kernward.Plugins.Sensors;

/// <summary>What drivers give as temperatures: in thousandths of a degree, and nonsense where a probe is not connected.</summary>
internal static class Celsius
{
    /// <summary>In °C; null where nothing that still runs is so cold or so hot.</summary>
    public static double? OfMilli(double thousandths) => thousandths is > -100e3 and < 1000e3 ? thousandths / 1e3 : null;
}
