using Kernward.Detection;
using Kernward.Domain;
using Kernward.Language;
using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Planning;

namespace Kernward.Pipeline;

/// <summary>
/// One message, the whole way: read, observe, diagnose, plan, rule, approve, apply, verify, verdict. Every face and the demo
/// go through here.
/// </summary>
public sealed partial class AskPipeline(AgentKit kit, IAskFace face)
{
    /// <summary>A longer message is not proposed to be typed again.</summary>
    private const int LongestRepeated = 200;

    private readonly StageClock _time = new();
    private string _text = "";

    /// <summary>Never throws but for cancellation: what goes wrong is a result with a <see cref="Problem"/>.</summary>
    public async Task<AskResult> RunAsync(string text, AskOptions options, CancellationToken cancel)
    {
        AskResult result;
        try
        {
            result = await AnswerAsync(text, options, cancel).ConfigureAwait(false);
        }
        catch (ProblemException e)
        {
            result = Failed(e.Problem);
        }
        catch (Worker.WorkerException e)
        {
            result = Failed(new Problem("worker", e.Message, "`kernward history` shows what stands", ExitCodes.Unavailable));
        }
        catch (Llama.LlamaException e)
        {
            result = Failed(new Problem("model", e.Message, e.Hint, ExitCodes.Unavailable));
        }
        catch (LanguageException e)
        {
            result = Failed(new Problem(e.Code, e.Message, e.Hint, ExitCodes.BadInput));
        }
        return result with { Timings = _time.Milliseconds };
    }

    private static AskResult Failed(Problem problem) =>
        new() { ExitCode = problem.ExitCode, Summary = problem.Message, Problem = problem, Next = problem.Hint.Length > 0 ? [problem.Hint] : [] };

    private async Task<AskResult> AnswerAsync(string text, AskOptions options, CancellationToken cancel)
    {
        _text = Repeatable(text);
        face.Begin($"reading your words and watching the host for {kit.Settings.Observe.WindowSeconds:0.#} s");
        var first = kit.Sampler.Sample();
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var observation = _time.TimeAsync("observe", () => WatchAsync(first, kit.Settings.Observe.WindowSeconds, watching.Token));
        try
        {
            var reading = await _time.TimeAsync("intent", () => ReadAsync(text, first, options, cancel)).ConfigureAwait(false);
            var result = new AskResult { ExitCode = ExitCodes.Done, Summary = "", Reading = reading };
            face.Show(AskStage.Intent, result);
            if (reading.Confidence < Needed(reading.Intent.Act)) return Unsure(result);
            return await DispatchAsync(result, reading.Intent, observation, options, cancel).ConfigureAwait(false);
        }
        finally
        {
            await watching.CancelAsync().ConfigureAwait(false);
            await observation.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    /// <summary>The message where it can be said again on one line and means the same; empty where it had a paste or is long.</summary>
    private static string Repeatable(string text)
    {
        var message = IntentReader.Clean(text);
        return message.Length <= LongestRepeated && IntentReader.Split(text).Pasted.Count == 0 && !text.Trim().Contains('\n', StringComparison.Ordinal) ? message : "";
    }

    private async Task<SampleWindow> WatchAsync(MetricSnapshot first, double seconds, CancellationToken cancel)
    {
        if (kit.Host is CapturedHost captured) return await PlayAsync(captured, first, cancel).ConfigureAwait(false);
        // A recording costs no waiting, and its readings are as coarse as its frames.
        var longest = kit.Host is BranchingHost recorded ? Math.Max(seconds, 8 * recorded.Interval.TotalSeconds) : seconds;
        return await kit.Sampler.WatchAsync(first, TimeSpan.FromSeconds(longest), kit.Settings.Observe.Samples, cancel).ConfigureAwait(false);
    }

    /// <summary>A capture is watched to its end: all that was recorded is evidence.</summary>
    private async Task<SampleWindow> PlayAsync(CapturedHost captured, MetricSnapshot first, CancellationToken cancel)
    {
        var all = new List<MetricSnapshot> { first };
        while (captured.Frame < captured.Meta.Times.Count - 1)
        {
            await captured.WaitAsync(captured.Meta.Times[captured.Frame + 1] - captured.Meta.Times[captured.Frame], cancel).ConfigureAwait(false);
            all.Add(kit.Sampler.Sample());
        }
        return new SampleWindow(all);
    }

    private async Task<IntentReading> ReadAsync(string text, MetricSnapshot first, AskOptions options, CancellationToken cancel)
    {
        var known = new PartyFinder(first, kit.Settings.Policy.Reach).Names().ToList();
        var reader = await kit.Reader(cancel).ConfigureAwait(false);
        return await Task.Run(() => reader.ReadAsync(text, known, PendingText.Of(options.Pending, text), cancel), cancel).ConfigureAwait(false);
    }

    /// <summary>What changes nothing is answered on half the confidence: a wrong answer costs a second question, not an outage.</summary>
    private double Needed(Act act) =>
        act is Act.Inspect or Act.Diagnose or Act.Explain or Act.History or Act.Help ? kit.Settings.Model.Threshold / 2 : kit.Settings.Model.Threshold;

    private static AskResult Unsure(AskResult result)
    {
        var reading = result.Reading!;
        var guess = reading.Instead is { } other && other != reading.Intent.Act ? $"{Words(reading.Intent.Act)}, or {Words(other)}" : Words(reading.Intent.Act);
        var problem = new Problem("unclear", $"I am not sure enough what you mean. Do you want me to {guess}?",
            "say it in other words, or name the service, resource or tunable that you mean", ExitCodes.BadInput);
        return result with { ExitCode = problem.ExitCode, Summary = problem.Message, Problem = problem, Next = [problem.Hint] };
    }

    private static string Words(Act act) => act switch
    {
        Act.Inspect => "show you something",
        Act.Diagnose => "find out what is wrong",
        Act.Explain => "explain something",
        Act.Optimize => "make something run better",
        Act.Allocate => "divide a resource between services",
        Act.Set => "set one tunable",
        Act.Undo => "take changes back",
        Act.Watch => "keep something true from now on",
        Act.History => "tell what was changed",
        Act.Confirm => "go ahead",
        Act.Reject => "leave it",
        Act.Revise => "change the plan",
        Act.Help => "tell what I can do",
        _ => "do something that is not my job",
    };

    private async Task<AskResult> DispatchAsync(
        AskResult result, Intent intent, Task<SampleWindow> observation, AskOptions options, CancellationToken cancel) => intent.Act switch
        {
            Act.Diagnose => await DiagnoseAsync(result, intent, await observation.ConfigureAwait(false), new RulesPlanner(), cancel).ConfigureAwait(false),
            Act.Optimize or Act.Allocate or Act.Set =>
                await ActAsync(result, intent, await observation.ConfigureAwait(false), options, cancel).ConfigureAwait(false),
            Act.Inspect => Inspect(result, intent, await observation.ConfigureAwait(false)),
            Act.Explain => ExplainWords(result, intent),
            Act.Undo => await UndoWordsAsync(result, intent, cancel).ConfigureAwait(false),
            Act.History => await HistoryWordsAsync(result, cancel).ConfigureAwait(false),
            Act.Help => result with { Summary = HelpText },
            Act.Watch => Cannot(result, "watch", "Keeping something true from now on is not in this version: Kernward acts when it is asked.",
                "ask for the change itself, or let a timer run `kernward diagnose`"),
            Act.Decline => result with
            {
                ExitCode = ExitCodes.Declined,
                Summary = "That is not my job: I look at this server, tune its kernel parameters and divide its resources, and take that back.",
                Next = ["kernward ask \"what can you do\""],
            },
            _ => Cannot(result, "nothing-pending", "No plan is waiting for an answer.", "say what you want changed first"),
        };

    private static AskResult Cannot(AskResult result, string code, string message, string hint) => result with
    {
        ExitCode = ExitCodes.BadInput,
        Summary = message,
        Problem = new Problem(code, message, hint, ExitCodes.BadInput),
        Next = [hint],
    };

    private const string HelpText =
        "I see what this server does and say what is wrong (\"why is the box slow\"), show values (\"who uses the most memory\"), "
        + "explain tunables (\"what is somaxconn\"), make things run better (\"prepare for 50k connections\"), divide resources "
        + "(\"give nginx more cpu than the backup\"), set tunables (\"set swappiness to 10\"), and take changes back (\"undo that\"). "
        + "Nothing is changed before you approve it, and what does not help is taken back.";
}
