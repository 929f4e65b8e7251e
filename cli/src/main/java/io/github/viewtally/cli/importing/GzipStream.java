package io.github.viewtally.cli.importing;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Decompresses gzip data of one or several members. Unlike {@link GZIPInputStream}, it also finds the next member if the
 * source is a pipe that is empty for a moment. It fails if anything else follows the data, such as an incomplete member.
 */
final class GzipStream extends GZIPInputStream {
    private static final int MAGIC_FIRST = 0x1f;
    private static final int MAGIC_SECOND = 0x8b;
    private static final int BUFFER_BYTES = 64 * 1_024;

    /** The checksum and the length after the data of a member. */
    private static final int TRAILER_BYTES = 8;

    private final PeekedStream source;

    private GzipStream(PeekedStream source) throws IOException {
        super(source, BUFFER_BYTES);
        this.source = source;
    }

    /** Returns the data, decompressed if its first two bytes are those of gzip. */
    static InputStream decode(InputStream data) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(data, BUFFER_BYTES);
        buffered.mark(2);
        boolean isGzip = buffered.read() == MAGIC_FIRST && buffered.read() == MAGIC_SECOND;
        buffered.reset();
        return isGzip ? new GzipStream(new PeekedStream(buffered)) : buffered;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        // The bytes after the data: those that were read together with its end, and those that were read one at a time.
        if (read < 0 && inf.getRemaining() + source.singleBytes > TRAILER_BYTES) {
            throw new ZipException("the compressed data is followed by something else, or cut off");
        }
        return read;
    }

    /** A source that counts single bytes, and whose {@link #available} waits until it knows whether another byte follows. */
    private static final class PeekedStream extends FilterInputStream {
        /** Bytes read one at a time since the last read of data: of a trailer, and of the header of the next member. */
        private int singleBytes;

        PeekedStream(BufferedInputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            singleBytes += read >= 0 ? 1 : 0;
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            // Only a read of compressed data fills the whole buffer of the inflater.
            if (length == BUFFER_BYTES) {
                singleBytes = 0;
            }
            return super.read(target, offset, length);
        }

        /** {@link GZIPInputStream} calls this at the end of a member, before JDK 23. */
        @Override
        public int available() throws IOException {
            in.mark(1);
            boolean hasMore = in.read() >= 0;
            in.reset();
            return hasMore ? 1 : 0;
        }
    }
}
