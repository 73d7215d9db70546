using System.Globalization;
using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Reaching the worker, a bystander without capabilities, and whoever else is there.</summary>
internal static unsafe class OtherProcesses
{
    private const int Continue = 18;

    public static readonly Attempt[] All =
    [
        new("the worker's memory", Fate.Refused, at => Judge(Open($"/proc/{at.Parent}/mem", ReadWrite))),
        new("the worker's readiness to die", Fate.Refused, at => Judge(Open($"/proc/{at.Parent}/oom_score_adj", WriteOnly)), true),
        new("the worker's descriptors", Fate.Refused, at => Judge(Open($"/proc/{at.Parent}/fd/0", ReadOnly))),
        new("a bystander's memory", Fate.Refused, at => Judge(Open($"/proc/{at.Bystander}/mem", ReadWrite)), true),
        new("a neighbour, through a bystander's root", Fate.Refused, at => Judge(Open($"/proc/{at.Bystander}/root{at.Other}", WriteOnly)), true),
        new("a neighbour, through a bystander's working directory", Fate.Refused, at => Judge(Open($"/proc/{at.Bystander}/cwd/other", WriteOnly)), true),
        new("a neighbour, through a bystander's descriptor", Fate.Refused, at => Judge(Open($"/proc/{at.Bystander}/fd/0", ReadWrite)), true),
        new("a bystander's environment", Fate.Refused, at => Judge(Open($"/proc/{at.Bystander}/environ", ReadOnly)), true),
        new("a neighbour, through anybody's root", Fate.Refused, at => First(Everybody().Select(who => Judge(Open($"/proc/{who}/root{at.Other}", WriteOnly)))), true),
        new("a neighbour, through anybody's descriptors", Fate.Refused,
            at => First(Everybody().SelectMany(Descriptors).Select(path => Judge(Open(path + at.Other, WriteOnly))))),
        new("the worker's namespaces", Fate.Refused, at => Judge(Open($"/proc/{at.Parent}/ns/mnt", ReadOnly))),
        new("process 1's namespaces", Fate.Killed, _ => Judge(Call("setns", (nint)Open("/proc/1/ns/mnt", ReadOnly), 0))),
        new("a signal to the worker's thread", Fate.Killed, at => Judge(Call("tgkill", at.Parent, at.Parent, Continue)), true),
        new("a signal to a bystander's thread", Fate.Killed, at => Judge(Call("tgkill", at.Bystander, at.Bystander, Continue)), true),
        new("a signal to process 1's thread", Fate.Killed, _ => Judge(Call("tgkill", 1, 1, Continue)), true),
        new("a signal to a bystander when its input is ready", Fate.Refused, at => Judge(Call("fcntl", 0, 8, at.Bystander)), true),
        new("any signal when its input is ready", Fate.Refused, _ => Judge(Call("fcntl", 0, 10, Continue)), true),
        new("a signal when its input is ready", Fate.Refused, _ => Judge(Call("fcntl", 0, 4, 0x2000)), true),
        Killed("kill", at => [at.Parent, Continue]),
        Killed("tkill", at => [at.Parent, Continue]),
        Killed("rt_sigqueueinfo", at => [at.Parent, Continue, Zeros(128)]),
        Killed("rt_tgsigqueueinfo", at => [at.Parent, at.Parent, Continue, Zeros(128)]),
        Killed("ptrace", at => [16, at.Bystander, 0, 0]),
        new("ptrace, seizing", Fate.Killed, at => Judge(Call("ptrace", 0x4206, at.Parent, 0, 0))),
        Killed("process_vm_writev", at => [at.Bystander, Zeros(16), 1, Zeros(16), 1, 0]),
        Killed("process_vm_readv", at => [at.Bystander, Zeros(16), 1, Zeros(16), 1, 0]),
        Killed("process_madvise", at => [3, Zeros(16), 1, 20, 0]),
        Killed("process_mrelease", _ => [3, 0]),
        Killed("pidfd_open", at => [at.Bystander, 0]),
        Killed("pidfd_getfd", _ => [3, 0, 0]),
        Killed("pidfd_send_signal", _ => [3, Continue, 0, 0]),
        Killed("kcmp", at => [at.Parent, at.Bystander, 0, 0, 0]),
    ];

    private static IEnumerable<int> Everybody() =>
        Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0]))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture)).Where(who => who != Environment.ProcessId);

    private static IEnumerable<string> Descriptors(int process) => Enumerable.Range(0, 32).Select(file => $"/proc/{process}/fd/{file}");

    private static Attempt Killed(string call, Func<Surroundings, nint[]> arguments) =>
        new(call, Fate.Killed, at => Judge(Call(call, arguments(at))));
}
