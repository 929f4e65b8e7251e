package io.github.viewtally.aggregators.exactlyonce;

import io.github.viewtally.model.Subject;
import io.github.viewtally.model.Summary;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.SummaryItems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Keeps the summaries in the place of the top lists that their views give them. It is no part of counting: it comes after
 * the counts have been applied, each move is conditional on the place that was read, and whatever it misses, through a
 * fault or for want of time, is made up for by the next batch that concerns the same summary.
 */
final class Ranks {

    /** DynamoDB takes 100 keys in a BatchGetItem (Amazon DynamoDB API reference, "BatchGetItem"). */
    private static final int KEYS_OF_BATCH = 100;

    private static final int MOST_TRIES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Ranks.class);

    private final DynamoDbClient dynamoDb;
    private final String tableName;

    Ranks(DynamoDbClient dynamoDb, String tableName) {
        this.dynamoDb = dynamoDb;
        this.tableName = tableName;
    }

    /**
     * Moves those of the subjects that are not where their views place them.
     *
     * @param goOn asked before each call: whether there is time for it
     */
    void move(Collection<Subject> subjects, BooleanSupplier goOn) {
        List<Subject> all = List.copyOf(subjects);
        try {
            for (int from = 0; from < all.size() && goOn.getAsBoolean(); from += KEYS_OF_BATCH) {
                List<Subject> some = all.subList(from, Math.min(all.size(), from + KEYS_OF_BATCH));
                for (Map.Entry<Subject, Place> misplaced : misplaced(some).entrySet()) {
                    if (goOn.getAsBoolean()) {
                        move(misplaced.getKey(), misplaced.getValue());
                    }
                }
            }
        } catch (SdkException e) {
            LOG.info(
                    "some summaries keep their place in the top lists until they are counted to again: {}",
                    e.toString());
        }
    }

    /** Where a summary stands in the index, and where it should. */
    private record Place(String is, String should) {

        static Optional<Place> of(Subject subject, Map<String, AttributeValue> item) {
            Attributes attributes = Attributes.of(item);
            return attributes.text(Keys.GSI2SK).flatMap(is -> SummaryItems.toSummary(subject.kind(), attributes)
                    .map(Summary::counts)
                    .map(counts -> new Place(is, Keys.summaryRank(subject, counts.views()))));
        }

        boolean isRight() {
            return is.equals(should);
        }
    }

    private Map<Subject, Place> misplaced(List<Subject> subjects) {
        Map<Map<String, AttributeValue>, Subject> byKey = new LinkedHashMap<>();
        subjects.forEach(subject -> byKey.put(SummaryItems.key(subject), subject));
        Map<Subject, Place> misplaced = new LinkedHashMap<>();
        for (Map<String, AttributeValue> item : read(new ArrayList<>(byKey.keySet()))) {
            Subject subject = byKey.get(Map.of(Keys.PK, item.get(Keys.PK), Keys.SK, item.get(Keys.SK)));
            Place.of(subject, item).filter(place -> !place.isRight()).ifPresent(place -> misplaced.put(subject, place));
        }
        return misplaced;
    }

    /** Consistent, for it must see what has just been written. Keys left unprocessed are left for the next batch. */
    private List<Map<String, AttributeValue>> read(List<Map<String, AttributeValue>> keys) {
        KeysAndAttributes asked = KeysAndAttributes.builder()
                .keys(keys)
                .consistentRead(true)
                .projectionExpression("#pk, #sk, #type, #user, #video, #views, #rank")
                .expressionAttributeNames(Map.of(
                        "#pk", Keys.PK,
                        "#sk", Keys.SK,
                        "#type", Keys.TYPE,
                        "#user", Keys.USER_ID,
                        "#video", Keys.VIDEO_ID,
                        "#views", Keys.VIEWS,
                        "#rank", Keys.GSI2SK))
                .build();
        return dynamoDb.batchGetItem(request -> request.requestItems(Map.of(tableName, asked)))
                .responses()
                .getOrDefault(tableName, List.of());
    }

    /** On the condition that it still stands where it was read; if not, from where it stands now. */
    private void move(Subject subject, Place from) {
        Optional<Place> place = Optional.of(from);
        for (int tried = 0; tried < MOST_TRIES && place.isPresent(); tried++) {
            place = moved(subject, place.get()).filter(now -> !now.isRight());
        }
    }

    /** Empty if it has been moved; else where it stands. */
    private Optional<Place> moved(Subject subject, Place place) {
        try {
            dynamoDb.updateItem(request -> request.tableName(tableName)
                    .key(SummaryItems.key(subject))
                    .updateExpression("SET #rank = :should")
                    .conditionExpression("#rank = :is")
                    .expressionAttributeNames(Map.of("#rank", Keys.GSI2SK))
                    .expressionAttributeValues(Map.of(
                            ":is", AttributeValue.fromS(place.is()),
                            ":should", AttributeValue.fromS(place.should())))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return e.hasItem() ? Place.of(subject, e.item()) : Optional.empty();
        }
    }
}
