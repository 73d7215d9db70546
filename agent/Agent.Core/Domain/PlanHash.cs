using System.Security.Cryptography;
using System.Text.Json;

namespace Kernward.Domain;

/// <summary>Identity of a plan: SHA-256 of its canonical JSON, all but the id itself.</summary>
public static class PlanHash
{
    public static Plan Seal(Plan plan) => plan with { Id = Of(plan) };

    public static bool Matches(Plan plan) => plan.Id == Of(plan);

    private static string Of(Plan plan)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(plan with { Id = "" }, AgentJson.Default.Plan);
        return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
