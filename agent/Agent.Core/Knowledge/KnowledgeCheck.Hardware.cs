namespace Kernward.Knowledge;

internal static partial class KnowledgeCheck
{
    private static IEnumerable<string> Hardware(KnowledgeBase known) =>
    [
        .. Twice("device", known.Devices.Select(device => device.Id)),
        .. Twice("xid", known.Xids.Select(xid => $"{xid.Code}")),
        .. Twice("cpu", known.Cpus.Select(cpu => cpu.Id)),
        .. Twice("CPU feature", known.CpuFeatures.Select(feature => $"{feature.Architecture} {feature.Name}")),
    ];
}
