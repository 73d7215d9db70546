using System.Globalization;
using Kernward.Audit;

namespace Kernward;

/// <summary>What the worker is started with.</summary>
internal sealed record Options(string State, string Root, string Policy, TimeSpan LockWait, string Anchor = "")
{
    /// <summary>Unix socket to listen on; empty: one client, on standard input and output.</summary>
    public string Listen { get; init; } = "";

    public int KeepMegabytes { get; init; } = AuditRetention.StandardMegabytes;

    public int KeepDays { get; init; } = AuditRetention.StandardDays;

    public const string Help =
        """
        kernward-worker: applies approved plans for kernward, which starts it
          --state DIR       journal, audit log and lock (default /var/lib/kernward)
          --anchor DIR      where the audit log's head is kept (default: the state directory's name and -anchor)
          --keep-mb N       megabytes of audit log and inputs that are kept, 64 to 1000000 (default 200)
          --keep-days N     days after which they go at the next rotation, 1 to 36500 (default 400)
          --root DIR        the tree to work on (default /)
          --policy FILE     what may be done (default /etc/kernward/policy.json, or what is built in)
          --listen SOCKET   serve clients of root and group kernward there (default: one client on standard input and output)
          --lock-wait S     seconds to wait for another worker, 0 to 600 (default 10)
        """;

    /// <summary>Null with the reason where something is not known.</summary>
    public static Options? Parse(string[] arguments, out string problem)
    {
        var options = new Options("/var/lib/kernward", "/", "", TimeSpan.FromSeconds(10));
        problem = "";
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || Set(options, arguments[i], arguments[i + 1]) is not { } set)
            {
                problem = $"not understood: {string.Join(' ', arguments[i..])}";
                return null;
            }
            options = set;
        }
        return options;
    }

    private static Options? Set(Options options, string name, string value) => name switch
    {
        "--state" when value.Length > 0 => options with { State = Path.GetFullPath(value) },
        "--anchor" when value.Length > 0 => options with { Anchor = Path.GetFullPath(value) },
        "--root" when value.Length > 0 => options with { Root = Path.GetFullPath(value) },
        "--policy" when value.Length > 0 => options with { Policy = value },
        "--listen" when value.StartsWith('/') => options with { Listen = value },
        "--lock-wait" when Number(value, 0, 600) is { } seconds => options with { LockWait = TimeSpan.FromSeconds(seconds) },
        "--keep-mb" when Number(value, AuditRetention.LeastMegabytes, AuditRetention.MostMegabytes) is { } megabytes => options with { KeepMegabytes = megabytes },
        "--keep-days" when Number(value, AuditRetention.LeastDays, AuditRetention.MostDays) is { } days => options with { KeepDays = days },
        _ => null,
    };

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
