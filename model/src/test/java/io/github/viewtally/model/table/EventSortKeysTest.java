package io.github.viewtally.model.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSortKeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"v", "a#b", "a#VOTE", "a#VIEW#b", "VIDEO#", "#"})
    void nameTheVideoOfAnEvent(String video) {
        assertThat(Keys.videoOfEvent(Keys.viewSort(video, "2022-01-02T00:30:25.000000+00:00")))
                .contains(video);
        assertThat(Keys.videoOfEvent(Keys.voteSort(video))).contains(video);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "SUMMARY", "VIDEO#", "VIDEO#v", "VIDEO#VOTE", "VIDEO#v/SUMMARY", "shard-1#4711", "v#VIEW#t"})
    void nameNoVideoInOtherItems(String sort) {
        assertThat(Keys.videoOfEvent(sort)).isEmpty();
    }
}
