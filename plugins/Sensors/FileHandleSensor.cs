using Kernward.Machine;
using Kernward.Measurement;

namespace Kernward.Plugins.Sensors;

/// <summary>Host-wide objects that can run out: file handles, asynchronous I/O, inotify, semaphores. Source: proc_sys_fs(5).</summary>
internal sealed class FileHandleSensor : ISensor
{
    private const string Fs = "proc/sys/fs/";

    public string Name => "file";

    public void Sample(Host host, SnapshotBuilder into)
    {
        AddHandles(host, into);
        into.AddNumber(host, "system.files.per_process_max", Fs + "nr_open");
        into.AddNumber(host, "system.aio.count", Fs + "aio-nr");
        into.AddNumber(host, "system.aio.max", Fs + "aio-max-nr");
        into.AddNumber(host, "system.inotify.watches_max", Fs + "inotify/max_user_watches");
        into.AddNumber(host, "system.inotify.instances_max", Fs + "inotify/max_user_instances");
        if (host.ReadNumber(Fs + "inode-nr") is { } inodes)
            into.Add("system.inodes.allocated", inodes - Math.Min(inodes, host.ReadNumber(Fs + "inode-nr", 1) ?? 0));
        into.AddNumber(host, "system.semaphores.sets_max", "proc/sys/kernel/sem", 3);
        if (host.TryRead("proc/sysvipc/sem", out var sets)) into.Add("system.semaphores.sets", Math.Max(0, sets.Count((byte)'\n') - 1));
    }

    /// <summary>Allocated, of these free (always 0 since 2.6), and the limit.</summary>
    private static void AddHandles(Host host, SnapshotBuilder into)
    {
        if (!host.TryRead(Fs + "file-nr", out var content)) return;
        var fields = new Fields(SmallFiles.FirstLine(content));
        double allocated = fields.Number(), free = fields.Number();
        into.Add("system.files.allocated", Math.Max(0, allocated - free));
        into.Add("system.files.max", fields.Number());
    }
}
