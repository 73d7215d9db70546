using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kernward.Demo;

/// <summary>
/// The stage as a process of its own: it stays root, while the one that plays Kernward's part gives its rights up. It is asked
/// line by line on its standard input (<c>begin SCENE</c>, <c>clients MILLISECONDS</c>, <c>values</c>, <c>end</c>), answers each with
/// a line of JSON, and takes everything away when the input ends.
/// </summary>
internal static class StagePart
{
    public static int Run(TimeProvider clock)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        var state = Directory.CreateTempSubdirectory("kernward-demo-");
        try
        {
            using var stage = new DemoStage(clock);
            Say(new StageReady(state.FullName, Path.GetDirectoryName(stage.Groups.Shop.Name)!), ClientJson.Default.StageReady);
            while (Console.ReadLine() is { } line) Say(Answer(stage, line.Split(' ', 2)), ClientJson.Default.StageAnswer);
            return 0;
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static StageAnswer Answer(DemoStage stage, string[] words)
    {
        try
        {
            switch (words)
            {
                case ["begin", var scene]:
                    DemoScene.All.Single(one => one.Name == scene).Begin(stage);
                    return new StageAnswer();
                case ["clients", var milliseconds]:
                    return new StageAnswer(Clients: stage.ReadClients(TimeSpan.FromMilliseconds(int.Parse(milliseconds))));
                case ["values"]:
                    return new StageAnswer(Values: TouchableValues.Read(stage.Groups));
                default:
                    stage.EndIncident();
                    return new StageAnswer();
            }
        }
        catch (DemoException e)
        {
            return new StageAnswer(Problem: e.Message, Hint: e.Hint);
        }
    }

    private static void Say<T>(T answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(answer, type));
}
