using Kernward.Domain;
using Kernward.Knowledge;
using Kernward.Planning;

namespace Kernward.Answering;

/// <summary>What an intent says about the rankings of its answer: how many, above which amount, of which resource.</summary>
internal sealed record Question(string Resource, int? Top, double? Above, string Unit)
{
    private const int Most = 50;

    public static Question Of(Intent intent)
    {
        var counted = intent.Relation.Length == 0 && intent.Unit is "" or "processes";
        var top = counted && Quantity.Of(intent) is >= 1 and { } count ? (int?)Math.Min(count, Most) : null;
        // "More than 2 GB" sifts the users; "at least 2 GB" asks whether so much is free, which the values answer.
        var above = intent.Relation is "more" ? Quantity.Of(intent) : null;
        return new Question(intent.Resource, top, above, intent.Unit);
    }

    /// <summary>Whether the amount asked for is one that this ranking measures, so that it can be sifted by it.</summary>
    public bool Sifts(ViewRanking ranking, string unit) => Above is not null && Unit switch
    {
        "percent" => ranking.Share is not null,
        "cores" or "cpus" => unit is "s/s" or "{cpu}",
        "B" or "KB" or "MB" or "GB" or "TB" => unit == "By",
        "KB/s" or "MB/s" or "GB/s" or "Mbit/s" or "Gbit/s" => unit == "By/s",
        "iops" => ranking.Label.Contains("operations", StringComparison.Ordinal),
        "files" => unit == "{file}",
        "processes" => unit is "{process}" or "{thread}",
        "connections" => unit == "{connection}",
        _ => false,
    };

    public bool Passes(double value, double? share) => (Unit == "percent" ? share * 100 : value) is { } amount && amount >= Above;

    /// <summary>A line or ranking of a party's view that bears on the resource asked about.</summary>
    public bool Wants(IReadOnlyList<string> resources) => Resource.Length == 0 || resources.Count == 0 || resources.Contains(Resource);
}
