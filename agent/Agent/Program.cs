using Kernward.Cli;
using Kernward.Confinement;
using Kernward.Demo;
using Kernward.Pipeline;
using Kernward.Settings;
using Kernward.Torture;

// Looked at while this is still root: see Rights.
_ = Operator.Name;
return args switch
{
    ["--version"] => Version(),
    ["demo-part", ..] => DemoPart.Run(args[1..]),
    ["torture-mind", .. var worker] => await MindPart.RunAsync(worker).ConfigureAwait(false),
    _ => await RunAsync(args).ConfigureAwait(false),
};

static async Task<int> RunAsync(string[] args)
{
    try
    {
        ReachableProgram.Ensure(InstalledFiles.Folder, args);
    }
    catch (ConfinementException e)
    {
        Console.Error.WriteLine($"kernward: {e.Message}.\nPut it where others may read it, such as /opt, or run it without root to look only.");
        return ExitCodes.Internal;
    }
    return await CommandLine.RunAsync(args).ConfigureAwait(false);
}

static int Version()
{
    Console.WriteLine($"kernward {typeof(CommandLine).Assembly.GetName().Version!.ToString(3)}");
    return 0;
}
