package io.github.viewtally.cli.importing;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Decompresses gzip data of one or several members. Unlike {@link GZIPInputStream}, it also finds the next member in a pipe
 * that is empty for a moment, and it fails if the data is followed by something else, such as a member that is cut off.
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
        // What was read behind the data: at once with its end, and then one by one.
        if (read < 0 && inf.getRemaining() + source.singleBytes > TRAILER_BYTES) {
            throw new ZipException("the compressed data is followed by something else, or cut off");
        }
        return read;
    }

    /** Waits for the next byte to find out whether there is one. */
    private static final class PeekedStream extends FilterInputStream {
        /** Bytes read one by one since the last read of data: of a trailer, and of the header of the next member. */
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
