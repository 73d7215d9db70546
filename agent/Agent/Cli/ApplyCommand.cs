using System.CommandLine;
using System.Text.Json;
using Kernward.Domain;
using Kernward.Pipeline;

namespace Kernward.Cli;

/// <summary><c>kernward apply PLAN.json</c>: a plan made before, ruled on again as things are now.</summary>
internal static class ApplyCommand
{
    private const long LargestPlan = 1 << 20;

    public static Command Create(GlobalOptions options)
    {
        var file = new Argument<string>("PLAN.json") { Description = "the object under \"plan\" that plan --json printed, or that whole output" };
        var yes = new Option<bool>("--yes") { Description = "approve the plan in advance (policy still rules on it)" };
        var dryRun = new Option<bool>("--dry-run") { Description = "rule on it, change nothing" };
        var command = new Command("apply", "apply a plan made before") { file, yes, dryRun };
        return CommandLine.Add(command, options, async run =>
        {
            var plan = Read(run.Flags.GetValue(file)!);
            run.NeedsHands = !run.Flags.GetValue(dryRun);
            var result = await new AskPipeline(run.Services.Kit, AskCommand.Face(run))
                .ApplyAsync(plan, new AskOptions(run.Flags.GetValue(yes), run.Flags.GetValue(dryRun)), run.Cancel).ConfigureAwait(false);
            return AskCommand.Finish(run, "apply", result);
        });
    }

    internal static Plan Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestPlan) throw new JsonException("larger than any plan");
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            var element = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("plan", out var inner) ? inner : root;
            return element.Deserialize(AgentJson.Default.Plan) ?? throw new JsonException("no plan in it");
        }
        catch (JsonException e)
        {
            throw new ProblemException("bad-plan", $"{path} is not a plan: {e.Message}", "make one with `kernward plan \"...\" --json > PLAN.json`", ExitCodes.BadInput);
        }
        catch (FileNotFoundException)
        {
            throw new ProblemException("no-file", $"There is no file {path}.", "make one with `kernward plan \"...\" --json > PLAN.json`", ExitCodes.BadInput);
        }
    }
}
