using System.Text;
using Kernward.Tests.Support;

namespace Kernward.Tests.Untrusted;

/// <summary>A database host with three services that can be given more or less, and a text at one place of it.</summary>
internal static class HostileHost
{
    private const string Session = "sys/fs/cgroup/user.slice/user-1000.slice/session-3.scope";

    private static readonly IReadOnlyDictionary<string, string> Files = Read(Path.Combine(Fixtures.Root, "hosts", "v2-database"));

    public static FakeKernel Without()
    {
        var kernel = Some.Kernel().WithGroups2();
        foreach (var (path, content) in Files) kernel.With(path, content);
        kernel.With("proc/sys/vm/swappiness", "60\n").With("proc/sys/net/core/somaxconn", "128\n").With("proc/self/mounts", "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n/dev/sda1 / ext4 rw 0 0\n")
            .With("cmd/statfs.txt", "mount type fragment_size fragments free available inodes inodes_free flags\n/ ext4 4096 1000000 500000 450000 1000 900 0\n");
        Group(kernel, "system.slice/nginx.service", 801, "nginx");
        Group(kernel, "system.slice/redis.service", 802, "redis-server");
        Group(kernel, "system.slice/nightly-backup.service", 803, "rsync");
        return kernel;
    }

    public static FakeKernel With(string place, string text)
    {
        var kernel = Without();
        var name = text.Replace('/', '-').Replace("\0", "", StringComparison.Ordinal);
        return place switch
        {
            "comm" or "entity" => Process(kernel, Session, 666, text),
            "cmdline" => Process(kernel, Session, 666, "worker").With("proc/666/cmdline", Bytes(text.Replace(' ', '\0'))),
            "unit" => Group(kernel, $"system.slice/{name}.service", 666, "worker"),
            "container" => Group(kernel, $"machine.slice/{name}.scope", 666, "worker"),
            "description" => kernel.With("etc/systemd/system/evil.service", Bytes($"[Unit]\nDescription={text}\n")),
            "log" => kernel.With("var/log/syslog", Bytes(text + "\n")).With("dev/kmsg", Bytes($"6,1,1,-;{text}\n")),
            "file" => kernel.With("proc/swaps", Bytes($"Filename Type Size Used Priority\n{text} file 1048572 524288 -2\n")).With("sys/block/loop0/loop/backing_file", Bytes(text + "\n")),
            "mount" => Mount(kernel, text),
            "interface" => kernel.With("proc/net/dev", kernel["proc/net/dev"] + Bytes($"{name}: 99999999 999 0 0 0 0 0 0 99999999 999 0 0 0 0 0 0\n")).With($"sys/class/net/{name}/mtu", "1500\n"),
            "capture-meta" => kernel.With("proc/sys/kernel/hostname", Bytes(text + "\n")).With("proc/sys/kernel/osrelease", Bytes(text + "\n")).With("etc/os-release", Bytes($"NAME=\"{text}\"\n")),
            _ => kernel,
        };
    }

    private static FakeKernel Group(FakeKernel kernel, string group, int pid, string comm)
    {
        var root = $"sys/fs/cgroup/{group}/";
        kernel.With(root + "cpu.weight", "100\n").With(root + "cpu.max", "max 100000\n").With(root + "memory.high", "max\n").With(root + "memory.max", "max\n")
            .With(root + "memory.current", "5000000000\n").With(root + "memory.stat", "anon 5000000\nfile 9000000\n");
        return Process(kernel, $"sys/fs/cgroup/{group}", pid, comm);
    }

    private static FakeKernel Process(FakeKernel kernel, string group, int pid, string comm) => kernel.With(group + "/cgroup.procs", $"{pid}\n")
        .With($"proc/{pid}/stat", Bytes($"{pid} ({comm}) S 1 1 1 0 -1 4194304 10 0 12 0 9000 1000 0 0 20 0 2 0 700 1000000 {pid * 1000} 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n"))
        .With($"proc/{pid}/comm", Bytes(comm + "\n"));

    /// <summary>As the kernel writes it: what parts fields is in octal.</summary>
    private static FakeKernel Mount(FakeKernel kernel, string text)
    {
        var escaped = Bytes(string.Concat(text.Select(c => c is ' ' or '\t' or '\n' or '\\' ? $"\\{Convert.ToString(c, 8).PadLeft(3, '0')}" : c.ToString())));
        return kernel.With("proc/self/mounts", kernel["proc/self/mounts"] + $"/dev/sdb1 {escaped} ext4 rw 0 0\n")
            .With("cmd/statfs.txt", kernel["cmd/statfs.txt"] + $"{escaped} ext4 4096 1000000 9000 9000 1000 900 0\n");
    }

    /// <summary>The fake kernel keeps one character a byte.</summary>
    private static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static Dictionary<string, string> Read(string root) => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(root, file), file => Encoding.Latin1.GetString(File.ReadAllBytes(file)));
}
