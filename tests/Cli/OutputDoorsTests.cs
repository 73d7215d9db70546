using System.Text.Json;
using Kernward.Cli;
using Kernward.Domain;
using Serilog.Events;
using Serilog.Parsing;
using Spectre.Console;

namespace Kernward.Tests.Cli;

/// <summary>The three ways out: console, JSON and log, each with a text that no view made safe.</summary>
public sealed class OutputDoorsTests
{
    private const string Hostile = "a\u001b[2J\u001b]0;t\u0007\u202e\u2066\u200b\u009b\U000E0041[red]b[/]\u2028";

    [Fact]
    public void The_console_lets_through_only_what_can_be_seen()
    {
        using var screen = new StringWriter();
        var console = Terminal.Over(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(screen) });
        console.MarkupLineInterpolated($"[bold]{Hostile}[/]");
        console.Write(new Table().AddColumn(Markup.Escape(Hostile)));
        console.Write(new Text(Hostile));
        var seen = screen.ToString();
        Assert.Contains("[red]b[/]", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(seen.EnumerateRunes(), rune => rune.Value != '\n' && !Shown.IsPlain(rune));
    }

    [Fact]
    public void Json_shows_nothing_that_steers_and_is_read_back_exactly()
    {
        using var envelope = new Envelope("test", true, "");
        var line = envelope.With("name", json => json.WriteStringValue(Hostile)).Finish(["é😀"], new Dictionary<string, double>(), null);
        Assert.DoesNotContain(line.EnumerateRunes(), rune => !Shown.IsPlain(rune));
        using var document = JsonDocument.Parse(line);
        Assert.Equal(Hostile, document.RootElement.GetProperty("name").GetString());
        Assert.Equal("é😀", document.RootElement.GetProperty("next")[0].GetString());
    }

    [Fact]
    public void Half_a_character_does_not_break_the_object()
    {
        using var envelope = new Envelope("test", true, "a\ud800");
        using var document = JsonDocument.Parse(envelope.With("name", json => json.WriteStringValue("b\ud800c")).Finish([], new Dictionary<string, double>(), null));
        Assert.Equal("b\ufffdc", document.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public void No_log_entry_can_steer_a_terminal_or_forge_another_entry()
    {
        using var log = new StringWriter();
        var message = new MessageTemplateParser().Parse("died: {Reason}");
        new PlainLog("{Level:u3} {Message:lj}").Format(
            new LogEvent(DateTimeOffset.UnixEpoch, LogEventLevel.Warning, null, message, [new LogEventProperty("Reason", new ScalarValue("x\u001b[2J\nERR approved"))]), log);
        Assert.Equal("WRN died: x?[2J\n  ERR approved\n", log.ToString());
    }
}
