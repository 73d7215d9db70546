using System.CommandLine;
using Kernward.Cli.Views;
using Kernward.Pipeline;
using Kernward.Plugins.Hardware;

namespace Kernward.Cli;

/// <summary><c>kernward hardware</c>: what the machine is made of, and what about that is not as it should be.</summary>
internal static class HardwareCommand
{
    public static Command Create(GlobalOptions options) => CommandLine.Add(
        new Command("hardware", "CPUs, memory nodes, GPUs and other accelerators, RDMA cards; who uses them, and what is wrong with them"), options, Run);

    private static Task<int> Run(CommandRun run)
    {
        // Who has a device open, and the kernel's log, are shown to root alone; no model looks at any of it.
        run.KeepsRights = true;
        var inventory = new HardwareReader(run.Services.Knowledge).Read(run.Services.Host);
        if (inventory.Processors.Count == 0 && inventory.Devices.Count == 0)
            throw new ProblemException("no-hardware", "Nothing about hardware can be read here.",
                run.HostName == "live" ? "see that /proc and /sys are mounted"
                    : "the capture was made without it; make a new one with `kernward capture --out FILE`", ExitCodes.BadInput);
        if (run.Json) Console.Out.WriteLine(Json(inventory, run.Services.Knowledge));
        else HardwareView.Write(run.Console, inventory, run.Services.Knowledge);
        return Task.FromResult(ExitCodes.Done);
    }

    private static string Json(Inventory inventory, Knowledge.KnowledgeBase known)
    {
        using var envelope = new Envelope("hardware", true, HardwareSummary.Of(inventory));
        IEnumerable<string> next = [.. (inventory.Xids ?? []).Select(xid => xid.Code).Distinct().Order()
            .Select(code => $"kernward explain xid-{code}")];
        return envelope.With("hardware", json => HardwareJson.Write(json, inventory, known))
            .Finish(next, new Dictionary<string, double>(), null);
    }
}
