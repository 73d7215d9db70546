using System.Globalization;

namespace Kernward.Plugins.Hardware;

/// <summary>Lists of CPUs as the kernel writes them: <c>0-3,8,10-11</c>.</summary>
internal static class CpuList
{
    /// <summary>More than any kernel is built for.</summary>
    private const int Most = 1 << 16;

    /// <summary>In ascending order, each once; empty for an empty or odd text.</summary>
    public static IReadOnlyList<int> Parse(string? text)
    {
        var cpus = new SortedSet<int>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || Number(ends[0]) is not { } first || Number(ends[^1]) is not { } last || last < first) return [];
            for (var cpu = first; cpu <= last; cpu++) cpus.Add(cpu);
        }
        return [.. cpus];
    }

    /// <param name="cpus">In ascending order.</param>
    public static string Show(IReadOnlyList<int> cpus)
    {
        var parts = new List<string>();
        for (var i = 0; i < cpus.Count;)
        {
            var start = i;
            while (i + 1 < cpus.Count && cpus[i + 1] == cpus[i] + 1) i++;
            parts.Add(start == i ? $"{cpus[start]}" : $"{cpus[start]}-{cpus[i]}");
            i++;
        }
        return string.Join(',', parts);
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Most ? number : null;
}
