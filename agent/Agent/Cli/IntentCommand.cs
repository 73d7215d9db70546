using System.CommandLine;
using System.Text.Json;
using Kernward.Cli.Views;
using Kernward.Language;
using Kernward.Pipeline;
using Kernward.Planning;

namespace Kernward.Cli;

/// <summary><c>kernward intent "TEXT"</c> and <c>--batch FILE</c>: only the reading of language.</summary>
internal static class IntentCommand
{
    public static Command Create(GlobalOptions options)
    {
        var text = new Argument<string?>("TEXT") { Description = "a message", Arity = ArgumentArity.ZeroOrOne };
        var batch = new Option<string?>("--batch") { Description = "one JSON object a line: id, text, entities, pending (- for standard input)", HelpName = "FILE" };
        var command = new Command("intent", "how a message is read; nothing is looked at or changed") { text, batch };
        return CommandLine.Add(command, options, run =>
        {
            run.NeedsModel = true;
            return run.Flags.GetValue(batch) is { } file
                ? BatchAsync(run, file)
                : OneAsync(run, run.Flags.GetValue(text) ?? throw new ProblemException("no-text", "There is no message.",
                    "kernward intent \"set swappiness to 10\", or --batch FILE", ExitCodes.Usage));
        });
    }

    private static async Task<int> OneAsync(CommandRun run, string text)
    {
        var known = run.HostName == "live" ? [] : new PartyFinder(run.Services.Sampler.Sample()).Names();
        var reader = await run.Services.Kit.Reader(run.Cancel).ConfigureAwait(false);
        var reading = await reader.ReadAsync(text, known, "", run.Cancel).ConfigureAwait(false);
        if (!run.Json)
        {
            IntentView.Write(run.Console, reading);
            return ExitCodes.Done;
        }
        using var envelope = new Envelope("intent", true, IntentView.Text(reading.Intent));
        Console.Out.WriteLine(envelope.With("intent", json => IntentJson.Write(json, reading.Intent))
            .With("confidence", json => json.WriteNumberValue(Math.Round(reading.Confidence, 3)))
            .Finish([], new Dictionary<string, double> { ["intent"] = Math.Round(reading.Milliseconds, 1) }, null));
        return ExitCodes.Done;
    }

    private static async Task<int> BatchAsync(CommandRun run, string file)
    {
        if (file != "-" && !File.Exists(file))
            throw new ProblemException("no-file", $"There is no file {file}.", "one JSON object a line: {\"id\":\"i001\",\"text\":\"...\"}", ExitCodes.BadInput);
        using var input = file == "-" ? Console.In : new StreamReader(file);
        var reader = await run.Services.Kit.Reader(run.Cancel).ConfigureAwait(false);
        while (await input.ReadLineAsync(run.Cancel).ConfigureAwait(false) is { } line)
            if (line.Length > 0)
                Console.Out.WriteLine(await AnswerAsync(line, reader, run.Cancel).ConfigureAwait(false));
        return ExitCodes.Done;
    }

    private static async Task<string> AnswerAsync(string line, IntentReader reader, CancellationToken cancel)
    {
        string? id = null;
        try
        {
            using var document = JsonDocument.Parse(line);
            id = Text(document.RootElement, "id");
            var entities = document.RootElement.TryGetProperty("entities", out var names) && names.ValueKind == JsonValueKind.Array
                ? names.EnumerateArray().Select(name => name.GetString() ?? "").ToList() : [];
            var text = Text(document.RootElement, "text") ?? throw new JsonException("'text' is missing");
            var reading = await reader.ReadAsync(text, entities, Text(document.RootElement, "pending") ?? "", cancel).ConfigureAwait(false);
            return Write(json =>
            {
                json.WriteString("id", id);
                json.WritePropertyName("intent");
                IntentJson.Write(json, reading.Intent);
                json.WriteNumber("confidence", Math.Round(reading.Confidence, 3));
                json.WriteNumber("ms", Math.Round(reading.Milliseconds, 1));
            });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Failed(null, new Problem("malformed", $"not a message: {e.Message}", "", ExitCodes.BadInput));
        }
        catch (LanguageException e)
        {
            return Failed(id, new Problem(e.Code, e.Message, e.Hint, ExitCodes.BadInput));
        }
    }

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Failed(string? id, Problem problem) => Write(json =>
    {
        json.WriteString("id", id);
        json.WritePropertyName("error");
        Envelope.WriteProblem(json, problem);
    });

    private static string Write(Action<Utf8JsonWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, JsonLine.Options))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        return JsonLine.Of(bytes.ToArray());
    }
}
