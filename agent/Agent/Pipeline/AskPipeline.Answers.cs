using Kernward.Answering;
using Kernward.Domain;
using Kernward.Measurement;

namespace Kernward.Pipeline;

public sealed partial class AskPipeline
{
    /// <summary>What a name means, with this host's value; an empty name lists the tunables.</summary>
    public AskResult Explain(string name, string versus)
    {
        var explainer = new Explainer(kit.Tunables, kit.Host, new SampleWindow([kit.Sampler.Sample()]));
        if (name.Length == 0) return Answered(explainer.Catalogue());
        if (explainer.Explain(name, versus, out var nearest) is { } answer) return Answered(answer);
        var hint = nearest.Count > 0 ? $"did you mean {string.Join(", ", nearest)}?" : "`kernward explain` lists what is known";
        return Failed(new Problem("unknown-name", $"'{Shown.Safe(name)}' is not in the knowledge base.", hint, ExitCodes.BadInput));
    }

    private AskResult ExplainWords(AskResult result, Intent intent)
    {
        if (intent.Subject.Length == 0)
            return Cannot(result, "no-subject", "Explain what? I did not catch a name.", "for example: what is vm.swappiness");
        return Explain(intent.Subject, intent.Versus) with { Reading = result.Reading };
    }

    private AskResult Inspect(AskResult result, Intent intent, SampleWindow window) =>
        Answered(new Inspector(kit.Tunables, kit.Host, window).Inspect(intent)) with { Reading = result.Reading };

    private static AskResult Answered(Answer answer) => new() { ExitCode = ExitCodes.Done, Summary = answer.Summary, Answer = answer };
}
