package io.github.viewtally.api.auth;

import io.github.viewtally.model.Ids;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The claims of a verified token (RFC 7519, section 4.1), each with its type checked. */
final class Claims {

    /** The end of the year 9999, in seconds. */
    private static final double MAX_NUMERIC_DATE = 253_402_300_799.0;

    private final JsonObject claims;

    private Claims(JsonObject claims) {
        this.claims = claims;
    }

    /**
     * Checks the types of all claims that the API reads. The library would convert wrong types.
     *
     * @throws IllegalArgumentException naming the wrong claim
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

    /** Returns the claim {@code sub}; empty if it is missing. No user has an empty id. */
    String userId() {
        if (!claims.containsKey("sub")) {
            return "";
        }
        if (claims.getValue("sub") instanceof String id && Ids.isValid(id)) {
            return id;
        }
        throw wrong("sub");
    }

    /** Returns a claim that is a string or a list of strings; empty if it is missing. */
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
