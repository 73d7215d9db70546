using System.Buffers;

namespace Kernward.Worker;

/// <summary>Lines of a stream, each of bounded length: a longer one is skipped to its end and reported, without being kept.</summary>
internal sealed class LineReader(Stream stream, int longest)
{
    private readonly byte[] _chunk = new byte[16 << 10];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _at, _end;

    /// <summary>A line without its end; null at the end of the stream. A last line without an end was cut off and is no line.</summary>
    public async Task<(byte[]? Line, bool TooLong)> ReadAsync(CancellationToken cancel)
    {
        _line.ResetWrittenCount();
        var tooLong = false;
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, await stream.ReadAsync(_chunk, cancel).ConfigureAwait(false));
                if (_end == 0) return (null, false);
            }
            var rest = _chunk.AsMemory(_at, _end - _at);
            var stop = rest.Span.IndexOf((byte)'\n');
            var piece = stop < 0 ? rest : rest[..stop];
            _at += stop < 0 ? rest.Length : stop + 1;
            tooLong |= _line.WrittenCount + piece.Length > longest;
            if (!tooLong) _line.Write(piece.Span);
            if (stop >= 0) return (tooLong ? [] : _line.WrittenSpan.ToArray(), tooLong);
        }
    }
}
