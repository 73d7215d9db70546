using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kernward.Domain;

namespace Kernward.Knowledge;

/// <summary>Reads the knowledge base's JSON files; all errors of all files are reported at once.</summary>
public sealed partial class KnowledgeReader
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private readonly List<string> _errors = [];
    private readonly List<Tunable> _tunables = [];
    private readonly List<Detector> _detectors = [];
    private readonly List<Profile> _profiles = [];
    private readonly List<AllocationRule> _allocations = [];
    private readonly List<Metric> _metrics = [];
    private readonly List<GuardMetric> _guards = [];
    private readonly List<View> _views = [];
    private readonly List<Term> _terms = [];
    private readonly List<OwnerEntry> _owners = [];
    private readonly List<Constraint> _constraints = [];
    private readonly List<Causation> _causes = [];
    private readonly List<ResourceLoad> _loads = [];
    private readonly List<ForecastEntry> _forecasts = [];

    /// <summary>
    /// <paramref name="files"/>: name (<c>tunables/sysctl.net.json</c>) and UTF-8 content. The first part of the name says what a
    /// file holds. Throws <see cref="KnowledgeException"/> with every error.
    /// </summary>
    public static KnowledgeBase Read(IEnumerable<(string Name, byte[] Content)> files)
    {
        var reader = new KnowledgeReader();
        var found = reader.ReadAll(files, _ => true);
        reader._errors.AddRange(KnowledgeCheck.Errors(found));
        return reader._errors.Count == 0 ? found : throw new KnowledgeException(reader._errors);
    }

    /// <summary>
    /// Only what rulings and actuators need: tunables, constraints and owners. The hash is over all files, and what they say of each
    /// other is not checked: that is for who reads all of it. Throws <see cref="KnowledgeException"/> as above.
    /// </summary>
    public static KnowledgeBase ReadLaw(IEnumerable<(string Name, byte[] Content)> files)
    {
        var reader = new KnowledgeReader();
        var found = reader.ReadAll(files, name => name.Split('/', '.')[0] is "tunables" or "constraints" or "owners");
        return reader._errors.Count == 0 ? found : throw new KnowledgeException(reader._errors);
    }

    private KnowledgeBase ReadAll(IEnumerable<(string Name, byte[] Content)> files, Func<string, bool> isWanted)
    {
        foreach (var (name, content) in files)
            if (isWanted(name)) ReadFile(name, content);
        return new KnowledgeBase(_tunables, _detectors, _profiles, _allocations, _metrics)
        {
            Guards = _guards,
            Views = _views,
            Terms = _terms,
            KernelEvents = _kernelEvents,
            HashOfFiles = new Lazy<string>(() => HashOf(files)),
            Owners = _owners,
            Constraints = _constraints,
            Causes = _causes,
            Loads = _loads,
            Devices = _devices,
            Xids = _xids,
            Cpus = _cpus,
            CpuFeatures = _cpuFeatures,
            Forecasts = _forecasts,
        };
    }

    private static string HashOf(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
            hash.AppendData(content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void ReadFile(string name, byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Array) throw new JsonException("must be an array");
            var index = 0;
            foreach (var element in document.RootElement.EnumerateArray())
                ReadEntry(name, Named(element, $"{name}[{index++}]", name));
        }
        catch (JsonException e)
        {
            _errors.Add($"{name}: not JSON: {e.Message}");
        }
    }

    private Entry Named(JsonElement element, string fallback, string file)
    {
        var named = element.ValueKind == JsonValueKind.Object
            && (element.TryGetProperty("id", out var id) || element.TryGetProperty("name", out id))
            && id.ValueKind == JsonValueKind.String;
        return new Entry(element, named ? $"{file}: {NameOf(element)}" : fallback, _errors);
    }

    private static string NameOf(JsonElement element) =>
        (element.TryGetProperty("id", out var id) ? id : element.GetProperty("name")).GetString()!;

    private void ReadEntry(string file, Entry entry)
    {
        switch (file.Split('/', '.')[0])
        {
            case "tunables": _tunables.Add(ReadTunable(entry)); break;
            case "detectors": _detectors.Add(ReadDetector(entry)); break;
            case "causes": _causes.Add(ReadCausation(entry)); break;
            case "loads": _loads.Add(ReadLoad(entry)); break;
            case "profiles": _profiles.Add(ReadProfile(entry)); break;
            case "allocations": _allocations.Add(ReadAllocation(entry)); break;
            case "guards": _guards.Add(ReadGuard(entry)); break;
            case "views": _views.Add(ReadView(entry)); break;
            case "constraints": _constraints.Add(ReadConstraint(entry)); break;
            case "terms": _terms.Add(ReadTerm(entry)); break;
            case "owners": _owners.Add(ReadOwner(entry)); break;
            case "devices": _devices.Add(ReadDevice(entry)); break;
            case "xids": _xids.Add(ReadXid(entry)); break;
            case "cpus": _cpus.Add(ReadCpu(entry)); break;
            case "cpu-features": _cpuFeatures.Add(ReadCpuFeature(entry)); break;
            case "kernel-events": _kernelEvents.Add(ReadKernelEvent(entry)); break;
            case "forecasts": _forecasts.Add(ReadForecast(entry)); break;
            case "metrics": _metrics.Add(ReadMetric(entry)); break;
            default: entry.Wrong("no such kind of knowledge"); return;
        }
        entry.Close();
    }

    private static Tunable ReadTunable(Entry entry) => new()
    {
        Id = entry.Text("id"),
        Kind = entry.OneOf("kind", "", "sysctl", "cgroup", "block", "sysfs"),
        Path = entry.Text("path", required: false),
        Summary = entry.Text("summary"),
        Value = ReadRange(entry),
        Risk = entry.OneOf<RiskClass>("risk"),
        MaxFactor = entry.Number("max_factor") ?? 0,
        Resource = entry.Text("resource"),
        Namespace = entry.OneOf("namespace", "host", "host", "net"),
        Aliases = entry.Texts("aliases"),
        Signals = entry.Texts("signals"),
        Why = entry.Text("why"),
        TakesEffect = entry.Text("takes_effect", required: false),
        Refuse = entry.Map("refuse"),
        Kernels = ReadKernels(entry),
        Needs = entry.Text("needs", required: false),
        Sizing = entry.Formula("sizing"),
        Starves = entry.Has("starves") ? entry.OneOf("starves", "", "lower", "higher", "narrower", "limited") : "",
        Source = entry.Text("source"),
    };

    private static KernelSpan ReadKernels(Entry entry)
    {
        if (entry.Child("kernels") is not { } kernels) return KernelSpan.All;
        var span = new KernelSpan(ReadVersion(kernels, "since"), ReadVersion(kernels, "until"), ReadVersion(kernels, "no_effect_since"));
        if (span == KernelSpan.All) kernels.Wrong("one of 'since', 'until' and 'no_effect_since' is needed");
        kernels.Close();
        return span;
    }

    private static KernelVersion? ReadVersion(Entry entry, string key)
    {
        var text = entry.Text(key, required: false);
        var version = KernelVersion.Parse(text);
        if (text.Length > 0 && version?.ToString() != text) entry.Wrong($"'{key}' is '{text}'; it must be a version such as 5.14");
        return version;
    }

    private static ValueRange ReadRange(Entry entry)
    {
        if (entry.Child("value") is not { } value)
        {
            entry.Wrong("'value' is missing");
            return new ValueRange("int");
        }
        var type = value.OneOf("type", "", "int", "ints", "choice", "cpulist", "number-or-max", "text");
        var range = new ValueRange(type, value.Number("min"), value.Number("max"), (int)(value.Number("count") ?? 1),
            value.Texts("choices"), value.Text("unit", required: false));
        if (type is "int" or "ints" && (range.Min is null || range.Max is null)) value.Wrong("'min' and 'max' are needed");
        if (type == "choice" && range.Choices!.Count == 0) value.Wrong("'choices' is needed");
        value.Close();
        return range;
    }

    private static Profile ReadProfile(Entry entry) => new(
        entry.Text("id"), entry.Texts("workloads"), entry.Text("summary"), [.. entry.Entries("settings").Select(ReadSetting)]);

    private static ProfileSetting ReadSetting(Entry entry)
    {
        var setting = new ProfileSetting(entry.Text("tunable"), entry.Formula("to"), entry.Text("word", required: false),
            entry.Formula("if"), entry.Text("why"), entry.Text("source"));
        if (setting.To is null == (setting.Word.Length == 0)) entry.Wrong("one of 'to' and 'word' is needed");
        entry.Close();
        return setting;
    }

    private static AllocationRule ReadAllocation(Entry entry) => new(
        entry.Text("resource"), entry.Text("relation"), entry.Texts("units"), entry.Text("tunable"), entry.Formula("to"),
        entry.Formula("other_to"), entry.Text("why"), ReadExpectation(entry.Child("expect")));

    private static Metric ReadMetric(Entry entry) => new(
        entry.Text("name"), entry.OneOf("kind", "", "counter", "gauge"), entry.Text("unit", required: false),
        entry.OneOf("subject", "host", "host", "cpu", "device", "interface", "cgroup", "process", "mount", "sensor",
            "listener", "node", "zone", "cache", "irq", "event", "dimm", "thermal", "power"),
        entry.Text("path", required: false), entry.Text("summary"));

    private static GuardMetric ReadGuard(Entry entry) => new(
        entry.Text("metric"), entry.OneOf("reading", "", "rate", "increase", "last", "mean", "max"),
        entry.Number("factor") ?? 1, entry.Number("by") ?? 0, entry.Text("why"));
}
