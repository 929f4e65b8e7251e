package io.github.viewtally.api.auth;

import io.github.viewtally.model.Ids;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The claims of a token whose signature is good (RFC 7519, section 4.1). Each has the type that it must have. */
final class Claims {

    /** The end of the year 9999, in seconds. */
    private static final double MAX_NUMERIC_DATE = 253_402_300_799.0;

    private final JsonObject claims;

    private Claims(JsonObject claims) {
        this.claims = claims;
    }

    /**
     * Checks the types of all claims that the API reads, which the library converts into one another as it needs them.
     *
     * @throws IllegalArgumentException naming the claim that is wrong
     */
    static Claims of(JsonObject claims) {
        Claims checked = new Claims(claims);
        checked.requireNumericDate("exp");
        for (String claim : List.of("nbf", "iat")) {
            if (claims.containsKey(claim)) {
                checked.requireNumericDate(claim);
            }
        }
        if (!(claims.getValue("iss") instanceof String)) {
            throw wrong("iss");
        }
        checked.texts("aud");
        checked.texts("scope");
        checked.texts("scp");
        checked.userId();
        return checked;
    }

    private void requireNumericDate(String claim) {
        if (!(claims.getValue(claim) instanceof Number number)
                || number.doubleValue() < 0
                || number.doubleValue() > MAX_NUMERIC_DATE) {
            throw wrong(claim);
        }
    }

    /** The claim {@code sub}; empty, which no user's id is, if it is left out. */
    String userId() {
        if (!claims.containsKey("sub")) {
            return "";
        }
        if (claims.getValue("sub") instanceof String id && Ids.isValid(id)) {
            return id;
        }
        throw wrong("sub");
    }

    /** A claim that is a text or a list of texts; empty if it is left out. */
    List<String> texts(String claim) {
        if (!claims.containsKey(claim)) {
            return List.of();
        }
        if (claims.getValue(claim) instanceof String text) {
            return List.of(text);
        }
        if (!(claims.getValue(claim) instanceof JsonArray list)) {
            throw wrong(claim);
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw wrong(claim);
            }
            texts.add(text);
        }
        return texts;
    }

    private static IllegalArgumentException wrong(String claim) {
        return new IllegalArgumentException("the claim " + claim + " is missing or malformed");
    }
}
