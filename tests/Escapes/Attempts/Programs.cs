using static Kernward.Escapes.Kernel;

namespace Kernward.Escapes.Attempts;

/// <summary>Starting something: a program, a process, a thread.</summary>
internal static unsafe class Programs
{
    private const int AtEmptyPath = 0x1000, ChildSignal = 17;

    public static readonly Attempt[] All =
    [
        new("execve of a shell", Fate.Killed, _ => Judge(Call("execve", Text("/bin/sh"), Words("sh", "-c", "exit 0"), Words()))),
        new("execve of a script", Fate.Killed, at => Judge(Call("execve", Text(at.Directory + "/script"), Words("script"), Words()))),
        new("execve of itself", Fate.Killed, _ => Judge(Call("execve", Text("/proc/self/exe"), Words("self"), Words()))),
        new("execve through the loader", Fate.Killed, _ => Judge(Call("execve", Text("/lib64/ld-linux-x86-64.so.2"), Words("ld", "/bin/sh"), Words()))),
        new("execveat", Fate.Killed, _ => Judge(Call("execveat", CurrentDirectory, Text("/bin/sh"), Words("sh"), Words(), 0))),
        new("execveat of a descriptor", Fate.Killed, _ => Judge(Call("execveat", (nint)Open("/bin/sh", PathOnly), Text(""), Words("sh"), Words(), AtEmptyPath))),
        new("fork", Fate.Killed, _ => Child(Call("fork"))),
        new("vfork", Fate.Killed, _ => Judge(Call("vfork"))),
        Clones("a process", 0),
        Clones("a process with a user namespace", 0x1000_0000), Clones("a process with a mount namespace", 0x0002_0000),
        Clones("a process with a pid namespace", 0x2000_0000), Clones("a process with a network namespace", 0x4000_0000),
        Clones("a process with an ipc namespace", 0x0800_0000), Clones("a process with a host name", 0x0400_0000),
        Clones("a process with a control group namespace", 0x0200_0000), Clones("a brother", 0x8000), Clones("a process that is not waited for", -ChildSignal),
        new("clone3", Fate.Refused, _ => Child(Call("clone3", Zeros(88), 88))),
        new("clone3 with a clock of its own", Fate.Refused, _ => Child(Call("clone3", Filled(88, 0x80), 88))),
        new("clone3 into a control group", Fate.Refused, _ => Child(Call("clone3", Filled(88, 0x2_0000_0000), 88))),
        new("a thread", Fate.Refused, _ => Started()),
    ];

    private static Attempt Clones(string name, int flags) =>
        new("clone: " + name, Fate.Refused, _ => Child(Call("clone", flags + ChildSignal, 0, 0, 0, 0)));

    /// <summary>Where it works, the copy ends at once.</summary>
    private static string Child(long result)
    {
        if (result == 0) Call("exit_group", 0);
        return Judge(result);
    }

    private static string Started()
    {
        try
        {
            new Thread(() => { }).Start();
            return "SUCCEEDED: a thread";
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            return "refused: EAGAIN";
        }
    }

    private static nint Filled(int size, long first)
    {
        var all = Zeros(size);
        *(long*)all = first;
        return all;
    }

    private static nint Words(params string[] words)
    {
        var list = (nint*)Zeros((words.Length + 1) * sizeof(nint));
        for (var i = 0; i < words.Length; i++) list[i] = Text(words[i]);
        return (nint)list;
    }
}
