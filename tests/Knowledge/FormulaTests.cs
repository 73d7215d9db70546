using Kernward.Knowledge;

namespace Kernward.Tests.Knowledge;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("10 - 2 - 3", 5)]
    [InlineData("100 / 5 / 2", 10)]
    [InlineData("0.5 * 4", 2)]
    [InlineData("min(3, 1, 2)", 1)]
    [InlineData("max(3, 1, 2)", 3)]
    [InlineData("clamp(50, 1, 10)", 10)]
    [InlineData("clamp(0, 1, 10)", 1)]
    [InlineData("pow2(1000)", 1024)]
    [InlineData("pow2(1024)", 1024)]
    [InlineData("pow2(0)", 1)]
    [InlineData("round(2.6) + floor(2.6) + ceil(2.2)", 8)]
    [InlineData("  max( current , 4 ) ", 16)]
    [InlineData("rate(a.b) + last(a.b)", 12)]
    public void Computes(string text, double expected) =>
        Assert.Equal(expected, Formula.Parse(text).Evaluate(new Values { ["current"] = 16, ["rate a.b"] = 2, ["last a.b"] = 10 }));

    [Theory]
    [InlineData("missing")]
    [InlineData("missing + 1")]
    [InlineData("max(1, missing)")]
    [InlineData("rate(missing)")]
    [InlineData("last(a.b) * rate(a.b) - missing")]
    public void Is_absent_where_something_it_reads_is_absent(string text) =>
        Assert.Null(Formula.Parse(text).Evaluate(new Values { ["rate a.b"] = 2, ["last a.b"] = 10 }));

    [Theory]
    [InlineData("1 / 0")]
    [InlineData("0 / 0")]
    [InlineData("current / (current - 16)")]
    public void Is_absent_where_it_is_no_finite_number(string text) =>
        Assert.Null(Formula.Parse(text).Evaluate(new Values { ["current"] = 16 }));

    [Theory]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("(1")]
    [InlineData("1 2")]
    [InlineData("max()")]
    [InlineData("clamp(1, 2)")]
    [InlineData("pow2(1, 2)")]
    [InlineData("rate(a.b")]
    [InlineData("rate(1)")]
    [InlineData("rate(a@)")]
    [InlineData("rate(a@b c)")]
    [InlineData("-1")]
    [InlineData("1 ^ 2")]
    [InlineData("current; drop")]
    public void Refuses_what_is_no_formula(string text) => Assert.Throws<FormatException>(() => Formula.Parse(text));

    [Fact]
    public void Refuses_a_formula_that_is_nested_too_deep() =>
        Assert.Throws<FormatException>(() => Formula.Parse(new string('(', 200) + "1" + new string(')', 200)));

    [Fact]
    public void Says_where_it_is_wrong() =>
        Assert.Contains("position 5", Assert.Throws<FormatException>(() => Formula.Parse("1 + * 2")).Message);

    [Fact]
    public void Knows_all_that_it_reads()
    {
        var reads = Formula.Parse("clamp(rate(a) + last(b.c), current, tunable(vm.swappiness))").Reads;
        Assert.Equal([("rate", "a"), ("last", "b.c"), ("", "current"), ("tunable", "vm.swappiness")], reads);
    }

    [Fact]
    public void Reads_of_a_subject_that_it_names()
    {
        var formula = Formula.Parse("last(kernel.events@io-error) + 1");
        Assert.Equal([("last", "kernel.events")], formula.Reads);
        Assert.Equal(4, formula.Evaluate(new Values { ["last kernel.events io-error"] = 3, ["last kernel.events"] = 9 }));
    }

    private sealed class Values : Dictionary<string, double>, IFormulaValues
    {
        public double? Read(string function, string name, string of) => Read(function, $"{name} {of}".Trim());

        public double? Read(string function, string name) => TryGetValue($"{function} {name}".Trim(), out var value) ? value : null;
    }
}
