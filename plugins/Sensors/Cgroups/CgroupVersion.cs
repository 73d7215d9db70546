namespace Kernward.Plugins.Sensors.Cgroups;

/// <summary>How control groups are mounted. Hybrid: controllers on v1, or some on each, and a v2 tree beside them.</summary>
public enum CgroupVersion
{
    None,
    V1,
    Hybrid,
    V2,
}
