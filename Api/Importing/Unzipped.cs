using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;

namespace Events.Api.Importing;

/// <summary>What a gzip file holds. One that is cut short or damaged fails, and so does one that is made to fill memory and disk.</summary>
internal sealed class Unzipped(Stream file) : Stream
{
    private const long Harmless = 64 * 1024 * 1024;

    // Lines of JSON shrink to a thirtieth at the best.
    private const long MostTimes = 200;

    // What was unzipped of a piece is lost when its end is missing.
    private const int Piece = 16 * 1024;

    private readonly GZipInputStream _zip = new(file, 64 * 1024);
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read;
        try
        {
            read = _zip.Read(buffer, offset, Math.Min(count, Piece));
        }
        catch (Exception failure) when (failure is SharpZipBaseException or EndOfStreamException)
        {
            throw new InvalidDataException("The gzip file is cut short or damaged: send it again.", failure);
        }
        _length += read;
        if (_length > Harmless && _length > file.Position * MostTimes)
            throw new InvalidDataException($"The gzip file grows to more than {MostTimes} times its size: that is no data.");
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _zip.Dispose();
        base.Dispose(disposing);
    }
}
