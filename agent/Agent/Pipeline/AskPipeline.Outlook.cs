using Kernward.Forecasting;
using Kernward.History;
using Kernward.History.Changes;

namespace Kernward.Pipeline;

public sealed partial class AskPipeline
{
    /// <summary>With what the history says: what will run out becomes a finding too. As it was where there is no history.</summary>
    private AskResult LookedBack(AskResult result)
    {
        using var reader = kit.History();
        if (reader is null) return result;
        using var query = new HistoryQuery(reader);
        var now = kit.Host.Time.ToUnixTimeMilliseconds() / 1000.0;
        var finder = new OutlookFinder(kit.Knowledge, query, new ChangeFinder(kit.Host, reader, kit.Clock.LocalTimeZone), now);
        var outlook = _time.Time("history", () => finder.Find(result.Diagnosis!, kit.OwnChanges()));
        result = result with { Outlook = outlook, Diagnosis = ProspectFindings.With(result.Diagnosis!, outlook.Ahead, kit.Knowledge) };
        face.Show(AskStage.Outlook, result);
        return result;
    }
}
