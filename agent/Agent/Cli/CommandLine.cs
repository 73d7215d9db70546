using System.CommandLine;
using Kernward.Confinement;
using Kernward.Domain;
using Kernward.History;
using Kernward.Knowledge;
using Kernward.Language;
using Kernward.Machine;
using Kernward.Pipeline;
using Kernward.Settings;
using Serilog;

namespace Kernward.Cli;

/// <summary>The whole command line on one screen. What goes wrong ends here, as one sentence and a documented exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new GlobalOptions();
        var root = new RootCommand("Kernward looks after this Linux server: ask it in plain language, approve what it plans, and it proves what it did.");
        options.AddTo(root);
        foreach (var command in Commands(options)) root.Subcommands.Add(command);
        Add(root, options, ChatCommand.RunAsync);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync($"kernward: {Shown.Lines(error.Message)}").ConfigureAwait(false);
        await Console.Error.WriteLineAsync("`kernward --help` shows what there is.").ConfigureAwait(false);
        return ExitCodes.Usage;
    }

    private static IEnumerable<Command> Commands(GlobalOptions options) =>
    [
        ChatCommand.Create(options),
        AskCommand.Create(options),
        IntentCommand.Create(options),
        DiagnoseCommand.Create(options),
        PlanCommand.Create(options),
        ApplyCommand.Create(options),
        UndoCommand.Create(options),
        HistoryCommand.Create(options),
        ReleaseCommand.Create(options),
        VerifyAuditCommand.Create(options),
        ReplayCommand.Create(options),
        ExplainCommand.Create(options),
        HardwareCommand.Create(options),
        CaptureCommand.Create(options),
        ObserveCommand.Create(options),
        DoctorCommand.Create(options),
        BenchCommand.Create(options),
        DemoCommand.Create(options),
        TortureCommand.Create(options),
    ];

    /// <summary>Gives a command its action, with the outer edge around it.</summary>
    public static Command Add(Command command, GlobalOptions options, Func<CommandRun, Task<int>> action)
    {
        command.SetAction(async (flags, cancel) =>
        {
            await using var run = new CommandRun(flags, options, cancel);
            try
            {
                return await action(run).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return Say(run, command.Name, new Problem("cancelled", "Stopped; nothing was left half done.", "", 130));
            }
            catch (Exception e)
            {
                if (flags.GetValue(options.Verbose)) await Console.Error.WriteLineAsync(Shown.Lines(e.ToString())).ConfigureAwait(false);
                return Say(run, command.Name, ProblemOf(e));
            }
        });
        return command;
    }

    public static int Say(CommandRun run, string command, Problem problem)
    {
        if (run.Json)
        {
            using var envelope = new Envelope(command, false, problem.Message);
            Console.Out.WriteLine(envelope.Finish(problem.Hint.Length > 0 ? [problem.Hint] : [], new Dictionary<string, double>(), problem));
        }
        else
        {
            Console.Error.WriteLine("kernward: " + Shown.Lines(problem.Message));
            if (problem.Hint.Length > 0) Console.Error.WriteLine(Shown.Lines(problem.Hint));
        }
        return problem.ExitCode;
    }

    private static string NotPermittedHint => Operator.IsRoot
        ? $"Kernward gives root up before it reads words, and works as user {ServiceUser.Find().Name}: let others read it (chmod o+rX)"
        : "run it as root";

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".";

    private static Problem ProblemOf(Exception e)
    {
        Log.Debug(e, "ended by an exception");
        return e switch
        {
            ProblemException known => known.Problem,
            SettingsException broken => new Problem("configuration", broken.Message, "correct the settings, or leave them out for the defaults", ExitCodes.Configuration),
            KnowledgeException broken => new Problem("knowledge", broken.Message, "this is a fault of the installation; install it again", ExitCodes.Configuration),
            CaptureException broken => new Problem("bad-capture", broken.Message, "make a new one with `kernward capture --out FILE`", ExitCodes.BadInput),
            HistoryException { IsBusy: true } busy => new Problem("busy", Capital(busy.Message), "stop the other one first", ExitCodes.Unavailable),
            LanguageException bad => new Problem(bad.Code, bad.Message, bad.Hint, ExitCodes.BadInput),
            UnauthorizedAccessException denied => new Problem("not-permitted", denied.Message, NotPermittedHint, ExitCodes.NotPermitted),
            IOException failed => new Problem("io", failed.Message, "see to the file or disk that is named, then try again", ExitCodes.BadInput),
            _ => new Problem("internal", $"Something went wrong inside Kernward ({e.GetType().Name}: {e.Message})",
                "run it again with -v, and report what it prints; nothing was left half done", ExitCodes.Internal),
        };
    }
}
