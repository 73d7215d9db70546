using Kernward.Cli;
using Kernward.Demo;
using Kernward.Torture;

return args switch
{
    ["--version"] => Version(),
    ["demo-part", ..] => DemoPart.Run(args[1..]),
    ["torture-mind", .. var worker] => await MindPart.RunAsync(worker).ConfigureAwait(false),
    _ => await CommandLine.RunAsync(args).ConfigureAwait(false),
};

static int Version()
{
    Console.WriteLine($"kernward {typeof(CommandLine).Assembly.GetName().Version!.ToString(3)}");
    return 0;
}
