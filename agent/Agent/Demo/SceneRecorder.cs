using Kernward.Machine;
using Kernward.Measurement;
using Kernward.Pipeline;
using Kernward.Plugins.Sensors;

namespace Kernward.Demo;

/// <summary>Records what the demo's host looks like, sick and mended, for those who watch it without root.</summary>
internal sealed class SceneRecorder(string directory, CancellationToken cancel)
{
    private static readonly TimeSpan Sick = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Mended = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public Task SickAsync(AgentServices services, string scene) => RecordAsync(services, Path.Combine(directory, scene, "base.tar.gz"), Sick);

    public Task MendedAsync(AgentServices services, string scene) => RecordAsync(services, Path.Combine(directory, scene, "fixed.tar.gz"), Mended);

    private async Task RecordAsync(AgentServices services, string file, TimeSpan time)
    {
        var host = new RecordingHost(services.Host);
        var writer = await CaptureRecorder.RecordAsync(host, SensorSet.Create(), time, Interval, cancel,
            snapshot => TunableReading.ReadAll(host, services.Tunables, snapshot)).ConfigureAwait(false);
        writer.Save(file);
    }
}
