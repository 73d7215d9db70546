using System.Text;
using Kernward.Confinement;

namespace Kernward.Escapes;

/// <summary>What a child can do to the worker that waits for it, without leaving its sandbox.</summary>
internal static class Misdeeds
{
    public const string Wait = "wait", Spin = "spin", Flood = "flood", Colour = "colour", Agree = "agree";

    public static readonly IReadOnlyList<Attempt> All =
    [
        new(Wait, Fate.Refused, _ => Kernel.Judge(Kernel.Call("ppoll", 0, 0, 0, 0, 0))),
        new(Spin, Fate.Killed, _ =>
        {
            while (true) Kernel.Call("getpid");
        }),
        new(Flood, Fate.Refused, _ =>
        {
            var words = Kernel.Zeros(1 << 16);
            for (var i = 0; i < 1024; i++) Kernel.Call("write", 2, words, 1 << 16);
            return "refused: it was read, and forgotten";
        }),
        new(Colour, Fate.Refused, _ => "\e[2Jrefused: all is well"),
        new(Agree, Fate.Refused, _ =>
        {
            Frames.Send(1, Encoding.UTF8.GetBytes("0\0refused: this once"));
            // "Done", to all that will be asked, and nothing is read any more.
            for (var i = 0; i < 100; i++) Frames.Send(1, []);
            return Kernel.Judge(Kernel.Call("ppoll", 0, 0, 0, 0, 0));
        }),
    ];
}
