using System.Text.Json.Nodes;
using Kernward.Audit;
using Kernward.Tests.Support;
using Kernward.Torture.Faults;

namespace Kernward.Tests.Audit;

/// <summary>An audit log in a directory of its own.</summary>
internal sealed class AuditScene : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public AuditScene() => Place = new AuditPlace(_state.Path);

    public AuditPlace Place { get; init; }

    public FaultTime Time { get; } = new();

    public string State => _state.Path;

    /// <summary>Some twenty files of 1500 bytes.</summary>
    public static readonly AuditRetention Little = new(60_000, TimeSpan.FromDays(400));

    public AuditLog Log(long fullAt = 16 << 20, AuditRetention? keep = null) =>
        new(Place, Time, "boot-1") { FullAt = fullAt, Keep = keep ?? AuditRetention.Standard };

    /// <summary>So many entries of different lengths.</summary>
    public AuditScene Written(int entries, long fullAt = 16 << 20, AuditRetention? keep = null)
    {
        var log = Log(fullAt, keep);
        for (var i = 1; i <= entries; i++)
            log.Append(AuditEvent.Released, i % 3 == 0 ? $"c{i}" : "", new JsonObject { ["tunable"] = "vm.swappiness", ["note"] = new string((char)('a' + i % 26), i * 7 % 40) });
        return this;
    }

    public AuditReport Verify(params IReadOnlyList<AuditHead> more) => new AuditVerifier(Place) { MoreAnchors = more }.Verify(CancellationToken.None);

    public byte[] Bytes
    {
        get => File.ReadAllBytes(Place.Log);
        set => File.WriteAllBytes(Place.Log, value);
    }

    public string[] Lines
    {
        get => File.ReadAllText(Place.Log).TrimEnd('\n').Split('\n');
        set => File.WriteAllText(Place.Log, string.Concat(value.Select(line => line + "\n")));
    }

    public void Dispose() => _state.Dispose();
}
