using System.Text;

namespace Kernward.Plugins.Sensors.Accelerators.Nvml;

/// <summary>
/// NVIDIA's library as a file. It is asked on a thread of its own, because a driver in trouble may never answer: then the text
/// says <c>stuck</c> at once until it does, and it is not asked again before.
/// </summary>
internal sealed class NvmlSource(TimeProvider clock, string library = "libnvidia-ml.so.1", TimeSpan? patience = null)
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(5);

    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(5);
    private NvmlLibrary? _nvml;
    private Task<byte[]>? _asked;
    private long? _failed;
    private bool _stuck;

    /// <summary>Empty where there is no such library or no driver; not thread-safe.</summary>
    public byte[] Read()
    {
        if (_failed is { } since && clock.GetElapsedTime(since) < TryAgain) return [];
        _asked ??= Task.Factory.StartNew(Ask, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (!_asked.Wait(_stuck ? TimeSpan.Zero : _patience))
        {
            _stuck = true;
            return Encoding.ASCII.GetBytes("stuck\n");
        }
        var text = _asked.Result;
        (_asked, _stuck, _failed) = (null, false, text.Length > 0 ? null : clock.GetTimestamp());
        return text;
    }

    private byte[] Ask()
    {
        _nvml ??= NvmlLibrary.TryStart(library);
        if (_nvml is null) return [];
        if (NvmlText.Read(_nvml) is { Length: > 0 } text) return text;
        _nvml.Stop();
        _nvml = null;
        return [];
    }
}
