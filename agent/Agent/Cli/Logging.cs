using Kernward.Settings;
using Serilog;
using Serilog.Events;

namespace Kernward.Cli;

/// <summary>Logs go to stderr and to rolling files, never to stdout: that belongs to the answer.</summary>
internal static class Logging
{
    private const long FileSize = 10 << 20;
    private const int Files = 5;

    public static void Start(AgentSettings settings, bool verbose)
    {
        var level = verbose ? LogEventLevel.Debug : Enum.Parse<LogEventLevel>(settings.LogLevel);
        var configuration = new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Debug)
            .WriteTo.Console(new PlainLog("{Level:u3} {Message:lj}"), restrictedToMinimumLevel: level, standardErrorFromLevel: LogEventLevel.Verbose);
        if (IsWritable(settings.LogDirectory))
            configuration.WriteTo.File(new PlainLog("{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {Message:lj}{NewLine}{Exception}"),
                Path.Combine(settings.LogDirectory, "kernward.log"), fileSizeLimitBytes: FileSize, rollOnFileSizeLimit: true,
                retainedFileCountLimit: Files, shared: true);
        Log.Logger = configuration.CreateLogger();
    }

    /// <summary>Without a place for files, stderr must do: a full or read-only disk is no reason not to look at a host.</summary>
    private static bool IsWritable(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
