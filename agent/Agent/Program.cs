using Kernward.Cli;
using Kernward.Demo;

return args switch
{
    ["--version"] => Version(),
    ["demo-part", ..] => DemoPart.Run(args[1..]),
    _ => await CommandLine.RunAsync(args).ConfigureAwait(false),
};

static int Version()
{
    Console.WriteLine($"kernward {typeof(CommandLine).Assembly.GetName().Version!.ToString(3)}");
    return 0;
}
