using System.Globalization;
using Kernward.Domain;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Kernward.Cli;

/// <summary>Log entries that hold what the host says: none can steer a terminal that shows the log, none can forge another entry.</summary>
internal sealed class PlainLog(string template) : ITextFormatter
{
    private readonly MessageTemplateTextFormatter _entry = new(template, CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var entry = new StringWriter(CultureInfo.InvariantCulture);
        _entry.Format(logEvent, entry);
        output.Write(Shown.Lines(entry.ToString()));
        output.Write('\n');
    }
}
