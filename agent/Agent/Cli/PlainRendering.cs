using System.Text;
using Kernward.Domain;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Kernward.Cli;

/// <summary>
/// The last door before the terminal: whatever a view forgot, only printable text passes, and of control codes only those that
/// the console makes itself.
/// </summary>
internal sealed class PlainRendering : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(inner => (IRenderable)new Plain(inner));

    private sealed class Plain(IRenderable inner) : IRenderable
    {
        public Spectre.Console.Rendering.Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(Passed);
    }

    private static Segment Passed(Segment segment) =>
        segment.IsControlCode || segment.IsLineBreak || segment.Text.EnumerateRunes().All(Shown.IsPlain)
            ? segment
            : new Segment(Text(segment.Text), segment.Style);

    private static string Text(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) plain.Append(Shown.IsPlain(rune) || rune.Value == '\n' ? rune.ToString() : "?");
        return plain.ToString();
    }
}
