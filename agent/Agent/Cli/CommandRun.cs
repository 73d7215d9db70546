using System.CommandLine;
using Kernward.Machine;
using Kernward.Pipeline;
using Kernward.Plugins.Sensors.Accelerators;
using Kernward.Settings;
using Serilog;
using Spectre.Console;

namespace Kernward.Cli;

/// <summary>One run of one command: its flags, its terminal, and the pieces that it may need, made when first used.</summary>
internal sealed class CommandRun : IAsyncDisposable
{
    private Hands? _hands;
    private readonly Lazy<IAnsiConsole> _console;
    private readonly Lazy<AgentSettings> _settings;
    private readonly Lazy<AgentServices> _services;

    public CommandRun(ParseResult flags, GlobalOptions options, CancellationToken cancel)
    {
        (Flags, Options, Cancel) = (flags, options, cancel);
        Json = flags.GetValue(options.Json);
        _console = new Lazy<IAnsiConsole>(() => Terminal.Create(flags.GetValue(options.NoColor) || Json));
        _settings = new Lazy<AgentSettings>(() => SettingsReader.Read(flags.GetValue(options.Config), FlagSettings()));
        _services = new Lazy<AgentServices>(() =>
        {
            _hands = Hands.Start(Settings, needed: NeedsHands && HostName == "live");
            using var capture = HostName == "live" ? null : CapturedHost.OpenFile(HostName);
            var own = LooksBack && HostName == "live" ? OwnPast.Read(Settings) : [];
            // The kernel's log is read by what was opened while this was root's process.
            var log = capture is null ? KernelLog.Open() : null;
            var settings = KeepsRights ? Settings : Rights.Drop(Settings);
            var services = new AgentServices(settings, _hands,
                _ => capture is null
                    ? new LiveHost(TimeProvider.System, log: log) { Instruments = VendorInstruments.Create(TimeProvider.System) }
                    : CapturedHost.Read(capture, Path.GetFileName(HostName)),
                flags.GetValue(options.Planner)!, NeedsModel) { OwnChanges = own };
            Logging.Start(settings, flags.GetValue(options.Verbose));
            return services;
        });
    }

    /// <summary>True where words will be read; said before the services are first used, as the next three are.</summary>
    public bool NeedsModel { get; set; }

    /// <summary>True where something may be changed or the journal be asked.</summary>
    public bool NeedsHands { get; set; }

    /// <summary>True where root's rights are needed to the end: to write a file where the operator wants it.</summary>
    public bool KeepsRights { get; set; }

    /// <summary>True where what changed lately is part of the answer: Kernward's own journal is read before root's rights are given up.</summary>
    public bool LooksBack { get; set; }

    public ParseResult Flags { get; }

    public GlobalOptions Options { get; }

    public CancellationToken Cancel { get; }

    public bool Json { get; }

    /// <summary>Made when first needed: a script that wants JSON has no use for it.</summary>
    public IAnsiConsole Console => _console.Value;

    public AgentSettings Settings => _settings.Value;

    public AgentServices Services => _services.Value;

    public string HostName => Flags.GetValue(Options.Host)!;

    public async ValueTask DisposeAsync()
    {
        if (_services.IsValueCreated) _services.Value.Dispose();
        if (_hands is not null) await _hands.DisposeAsync().ConfigureAwait(false);
        Log.CloseAndFlush();
    }

    private IEnumerable<KeyValuePair<string, string?>> FlagSettings()
    {
        if (Flags.GetValue(Options.Model) is not { Length: > 0 } model) yield break;
        var url = model.StartsWith("http://", StringComparison.Ordinal) || model.StartsWith("https://", StringComparison.Ordinal);
        yield return KeyValuePair.Create<string, string?>(url ? "Model:Url" : "Model:Path", model);
        if (!url) yield return KeyValuePair.Create<string, string?>("Model:Url", "");
    }
}
