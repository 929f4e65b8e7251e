package io.github.viewtally.local.chaos;

import io.github.viewtally.model.SummaryKey;
import io.github.viewtally.model.Viewer;
import io.github.viewtally.model.table.Attributes;
import io.github.viewtally.model.table.Keys;
import io.github.viewtally.model.table.ViewerItems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** What an erasure, or somebody outside of the system, does to viewers. */
final class ViewerDamage {

    private ViewerDamage() {}

    /** Removes the viewers of a user, as an erasure does. Those with expired views stay in the totals of the videos. */
    static void erase(AuditedTable table, SummaryKey user) {
        for (Map<String, AttributeValue> item : viewersOf(table, user)) {
            Viewer viewer = ViewerItems.toViewer(Attributes.of(item)).orElseThrow();
            boolean isExpired = ViewerItems.isExpired(Attributes.of(item));
            table.client()
                    .transactWriteItems(request -> request.transactItems(
                            TransactWriteItem.builder()
                                    .delete(delete ->
                                            delete.tableName(table.name()).key(ViewerItems.key(viewer)))
                                    .build(),
                            add(table, viewer.user(), Keys.VIDEOS, -1),
                            isExpired
                                    ? add(table, viewer.video(), Keys.EXPIRED_VIEWERS, 1)
                                    : add(table, viewer.video(), Keys.VIEWERS, -1)));
        }
    }

    /** Deletes a viewer, or adds one who has watched nothing; returns the viewer. */
    static Optional<Viewer> deleteOrAdd(AuditedTable table, List<SummaryKey> subjects, Random random) {
        List<SummaryKey> users = new ArrayList<>(subjects);
        users.removeIf(subject -> subject.kind() != SummaryKey.Kind.USER);
        List<SummaryKey> videos = new ArrayList<>(subjects);
        videos.removeAll(users);
        SummaryKey user = users.get(random.nextInt(users.size()));
        List<Map<String, AttributeValue>> items = viewersOf(table, user);
        if (random.nextBoolean() && !items.isEmpty()) {
            Viewer viewer = ViewerItems.toViewer(Attributes.of(items.get(random.nextInt(items.size()))))
                    .orElseThrow();
            table.client().deleteItem(request -> request.tableName(table.name()).key(ViewerItems.key(viewer)));
            return Optional.of(viewer);
        }
        Viewer viewer =
                new Viewer(user.id(), videos.get(random.nextInt(videos.size())).id());
        boolean isNew = items.stream()
                .flatMap(item -> ViewerItems.toViewer(Attributes.of(item)).stream())
                .noneMatch(viewer::equals);
        if (isNew) {
            table.client()
                    .putItem(request -> request.tableName(table.name()).item(ViewerItems.toItem(viewer, 1, false)));
        }
        return isNew ? Optional.of(viewer) : Optional.empty();
    }

    private static List<Map<String, AttributeValue>> viewersOf(AuditedTable table, SummaryKey user) {
        return table
                .client()
                .queryPaginator(request -> request.tableName(table.name())
                        .consistentRead(true)
                        .keyConditionExpression("PK = :user AND begins_with(SK, :videos)")
                        .expressionAttributeValues(Map.of(
                                ":user", AttributeValue.fromS(Keys.partition(user)),
                                ":videos", AttributeValue.fromS(Keys.EVENTS_OF_USER))))
                .items()
                .stream()
                .filter(item -> ViewerItems.toViewer(Attributes.of(item)).isPresent())
                .toList();
    }

    private static TransactWriteItem add(AuditedTable table, SummaryKey key, String counter, int change) {
        return TransactWriteItem.builder()
                .update(ViewerItems.add(table.name(), key, counter, change))
                .build();
    }
}
