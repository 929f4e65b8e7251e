package io.github.viewtally.loadgen.summaries;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/** The order of ids in a table: whole numbers first, by value, then all others as text. */
final class IdOrder implements Comparator<String> {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    @Override
    public int compare(String one, String other) {
        boolean number = isNumber(one);
        if (number != isNumber(other)) {
            return number ? -1 : 1;
        }
        int byValue = number ? new BigInteger(one).compareTo(new BigInteger(other)) : 0;
        return byValue != 0 ? byValue : one.compareTo(other);
    }

    private static boolean isNumber(String id) {
        return NUMBER.matcher(id).matches();
    }
}
