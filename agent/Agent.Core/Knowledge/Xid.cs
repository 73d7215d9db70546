namespace Kernward.Knowledge;

/// <summary>
/// One kind of error that NVIDIA's driver writes to the kernel's log, with what to do: one entry of <c>knowledge/xids.json</c>.
/// </summary>
/// <param name="Code">The number behind <c>Xid</c>.</param>
/// <param name="Name">A few words.</param>
/// <param name="Group">The incident it belongs to, as metrics name it (<c>fell_off_bus</c>); empty where it is one of its own.</param>
/// <param name="Origins">Where the cause can be, the likeliest first.</param>
/// <param name="Meaning">What happened, one or two sentences.</param>
/// <param name="Immediate">What to do now.</param>
/// <param name="Later">What to do after that, and when it comes again.</param>
public sealed record Xid(
    int Code, string Name, string Group, IReadOnlyList<XidOrigin> Origins, string Meaning, string Immediate, string Later)
{
    /// <summary>True where the machine is the first suspect, not a program.</summary>
    public bool IsHardware => Origins.Count > 0 && Origins[0] == XidOrigin.Hardware;
}

/// <summary>Where the cause of an error can be.</summary>
public enum XidOrigin { Hardware, Driver, Application }
