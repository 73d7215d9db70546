using System.Globalization;
using Kernward.Knowledge;

namespace Kernward.Answering;

/// <summary>An error of NVIDIA's driver: what it means, and what to do now and later.</summary>
internal static class XidExplanation
{
    private const string Prefix = "xid";

    /// <summary><c>xid-79</c>, <c>Xid 79</c> and <c>xid79</c>; null for any other name.</summary>
    public static Section? Of(KnowledgeBase known, string name)
    {
        var key = Term.Key(name);
        if (!key.StartsWith(Prefix, StringComparison.Ordinal)
            || !int.TryParse(key.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || known.Xid(code) is not { } xid) return null;
        return new Section($"xid-{code}", $"Xid {code}: {xid.Name}. {xid.Meaning}",
        [
            new AnswerRow("now", xid.Immediate),
            new AnswerRow("then", xid.Later),
            new AnswerRow("cause", string.Join(" or ", xid.Origins.Select(Word)), "the likeliest first"),
            .. xid.Group.Length > 0 ? new[] { new AnswerRow("counted by", "hw.gpu.xid." + xid.Group) } : [],
        ]);
    }

    private static string Word(XidOrigin origin) => origin switch
    {
        XidOrigin.Hardware => "the hardware",
        XidOrigin.Driver => "the driver or its firmware",
        _ => "the program that used the GPU",
    };
}
