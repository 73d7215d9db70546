using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kernward.Machine;

/// <summary>
/// What the kernel knows of its clock's accuracy, as text: state, status bits, offset (ns), frequency (ppm times 65536), highest
/// and estimated error (us), TAI offset (s). From adjtimex(2) with no change asked for, which takes no right.
/// </summary>
internal static unsafe class ClockStatus
{
    private const int Nanoseconds = 0x2000;

    /// <summary>struct timex as 64-bit Linux has it is 208 bytes.</summary>
    private const int Size = 256;

    /// <summary>A line of names and one of values; empty where a sandbox does not let us ask.</summary>
    public static ReadOnlySpan<byte> Read()
    {
        var timex = stackalloc byte[Size];
        new Span<byte>(timex, Size).Clear();
        var state = Libc.AskClock(timex);
        return state < 0 ? default : Render(state, new ReadOnlySpan<byte>(timex, Size));
    }

    internal static byte[] Render(long state, ReadOnlySpan<byte> timex)
    {
        var status = BinaryPrimitives.ReadInt32LittleEndian(timex[40..]);
        var offset = Long(timex, 8) * ((status & Nanoseconds) != 0 ? 1 : 1000);
        var text = new StringBuilder("state status offset_ns frequency max_error_us estimated_error_us tai\n");
        text.Append(CultureInfo.InvariantCulture, $"{state} {status} {offset} {Long(timex, 16)} {Long(timex, 24)} {Long(timex, 32)} ")
            .Append(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadInt32LittleEndian(timex[160..])}\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static long Long(ReadOnlySpan<byte> timex, int at) => BinaryPrimitives.ReadInt64LittleEndian(timex[at..]);
}
