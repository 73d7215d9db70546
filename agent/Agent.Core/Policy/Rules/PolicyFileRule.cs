using Kernward.Domain;

namespace Kernward.Policy.Rules;

/// <summary>With a policy that cannot be read nothing is applied: what the operator forbade is not known.</summary>
internal sealed class PolicyFileRule : IRule
{
    public IEnumerable<Objection> Check(RuleContext context) =>
        context.Policy.Broken.Select(error => new Objection("policy-file", Decision.Deny, 0, $"the policy cannot be used: {error}"));
}
