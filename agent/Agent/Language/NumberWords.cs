namespace Kernward.Language;

/// <summary>Number words as digits, as the contract asks: <c>half</c> is 50 (percent), <c>twice</c> is 2.</summary>
internal static class NumberWords
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["zero"] = "0", ["one"] = "1", ["two"] = "2", ["three"] = "3", ["four"] = "4", ["five"] = "5", ["six"] = "6",
        ["seven"] = "7", ["eight"] = "8", ["nine"] = "9", ["ten"] = "10", ["eleven"] = "11", ["twelve"] = "12",
        ["fifteen"] = "15", ["sixteen"] = "16", ["twenty"] = "20", ["thirty"] = "30", ["forty"] = "40", ["fifty"] = "50",
        ["sixty"] = "60", ["seventy"] = "70", ["eighty"] = "80", ["ninety"] = "90", ["hundred"] = "100", ["thousand"] = "1000",
        ["half"] = "50", ["third"] = "33", ["quarter"] = "25", ["twice"] = "2", ["double"] = "2", ["thrice"] = "3",
        ["triple"] = "3", ["single"] = "1", ["couple"] = "2", ["pair"] = "2", ["both"] = "2", ["first"] = "1", ["second"] = "2",
        ["fourth"] = "4", ["fifth"] = "5", ["quadruple"] = "4", ["dozen"] = "12",
    };

    public static string? Digits(string word) => Known.GetValueOrDefault(word);
}
