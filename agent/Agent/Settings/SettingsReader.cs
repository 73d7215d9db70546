using Kernward.Audit;
using Kernward.Measurement;
using Kernward.Policy;
using Microsoft.Extensions.Configuration;

namespace Kernward.Settings;

/// <summary>Reads <c>appsettings.json</c>, the host's own, the environment and the flags; later ones override.</summary>
public static class SettingsReader
{
    private const string HostSettings = "/etc/kernward/appsettings.json";
    private const string Prefix = "KERNWARD_";

    /// <summary>
    /// <paramref name="file"/> is <c>--config</c> (then the host's own file is left out); <paramref name="flags"/> are keys that flags set.
    /// Throws <see cref="SettingsException"/> with every error at once.
    /// </summary>
    public static AgentSettings Read(string? file, IEnumerable<KeyValuePair<string, string?>> flags)
    {
        var shipped = InstalledFiles.Find("appsettings.json")
            ?? throw new SettingsException(["appsettings.json: not found beside the program; install it again"]);
        var sources = new List<string> { shipped };
        if (file is not null) sources.Add(Path.GetFullPath(file));
        else if (File.Exists(HostSettings)) sources.Add(HostSettings);
        var builder = new ConfigurationBuilder();
        foreach (var source in sources) AddFile(builder, source);
        var configuration = Build(builder.AddInMemoryCollection(Environment()).AddInMemoryCollection(flags));
        var values = new SettingsValues(configuration);
        var settings = Take(values) with { Sources = sources };
        return values.Errors() is { Count: > 0 } errors ? throw new SettingsException(errors) : settings;
    }

    private static void AddFile(ConfigurationBuilder builder, string path)
    {
        if (!File.Exists(path)) throw new SettingsException([$"{path}: there is no such file"]);
        builder.AddJsonStream(new MemoryStream(File.ReadAllBytes(path)));
    }

    private static IConfigurationRoot Build(IConfigurationBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw new SettingsException([$"a settings file is not JSON: {(e.InnerException ?? e).Message}"]);
        }
    }

    private static Dictionary<string, string?> Environment()
    {
        var settings = new Dictionary<string, string?>();
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            if (entry.Key is string name && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Contains("__", StringComparison.Ordinal))
                settings[name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal)] = (string?)entry.Value;
        return settings;
    }

    private static AgentSettings Take(SettingsValues values) => new(
        new ModelSettings(
            values.Text("Model:Path"), Url(values), values.Text("Model:Name"), values.Text("Model:ApiKeyVariable"),
            values.Number("Model:Threshold", 0, 1), values.Whole("Model:Threads", 0, 512), values.Whole("Model:Context", 256, 131072),
            values.Whole("Model:GpuLayers", 0, 1000), values.Text("Model:Natives")),
        new ObserveSettings(values.Number("Observe:WindowSeconds", 0.2, 300), values.Whole("Observe:Samples", 1, 100))
        {
            HistoryBytes = (long)values.Whole("Observe:HistoryMegabytes", 8, 100_000) << 20,
        },
        new VerifyOptions
        {
            SettleSeconds = values.Number("Verify:SettleSeconds", 0, 300),
            WindowSeconds = values.Number("Verify:WindowSeconds", 0.5, 300),
            Windows = values.Whole("Verify:Windows", 1, 20),
        },
        PolicyFile.Read(values.Text("PolicyFile")), values.Text("PolicyFile"),
        StateDirectory(values), values.OneOf("Log:Level", "Verbose", "Debug", "Information", "Warning", "Error"), LogDirectory(values))
    {
        AnchorDirectory = values.Text("State:Anchor") is { Length: > 0 } anchor ? Path.GetFullPath(anchor) : "",
        AuditKeep = new AuditSettings(
            values.Whole("Audit:KeepMb", AuditRetention.LeastMegabytes, AuditRetention.MostMegabytes),
            values.Whole("Audit:KeepDays", AuditRetention.LeastDays, AuditRetention.MostDays)),
        HistoryDirectory = values.Text("State:History") is { Length: > 0 } history ? Path.GetFullPath(history) : "",
        Sources = [],
    };

    private static string Url(SettingsValues values)
    {
        var url = values.Text("Model:Url");
        if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
            values.Wrong("Model:Url", $"'{url}' must be an http or https address");
        return url;
    }

    private static string LogDirectory(SettingsValues values)
    {
        var directory = values.Text("Log:Directory");
        if (directory.Length > 0) return Path.GetFullPath(directory);
        return System.Environment.IsPrivilegedProcess ? "/var/log/kernward" : Path.Combine(StateDirectory(values), "log");
    }

    private static string StateDirectory(SettingsValues values)
    {
        var directory = values.Text("State:Directory");
        if (directory.Length > 0) return Path.GetFullPath(directory);
        if (System.Environment.IsPrivilegedProcess) return "/var/lib/kernward";
        var home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
        return Path.Combine(home.Length > 0 ? home : "/tmp", ".local/state/kernward");
    }
}
