"""Posts views, reads the totals and a list in pages, and shows what a rejected request returns.

Usage: PYTHONPATH=clients/target/python python3 clients/python/example.py http://127.0.0.1:8080
"""

import sys
import time

import viewtally_client
from viewtally_client import ApiException, NewView, Problem

VIDEO = f"python-{time.time_ns()}"


def totals_with_views(api, views):
    """Totals follow the views within seconds."""
    for _ in range(100):
        totals = api.get_video_summary(VIDEO)
        if (totals.views or 0) >= views:
            return totals
        time.sleep(0.2)
    raise TimeoutError("the totals do not follow")


def views_of(api, video):
    """All views of a video, two per request."""
    cursor = None
    while True:
        page = api.list_video_views(video, limit=2, cursor=cursor)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def main(url):
    with viewtally_client.ApiClient(viewtally_client.Configuration(host=url)) as client:
        events = viewtally_client.EventsApi(client)
        for user in ("ann", "ben", "cleo"):
            view = events.record_view(NewView(userId=user, videoId=VIDEO, duration=42))
            print("stored:", view.user_id, view.duration)

        totals = totals_with_views(viewtally_client.TotalsApi(client), 3)
        print("totals:", totals.views, totals.duration, totals.viewers)

        for view in views_of(viewtally_client.ListsApi(client), VIDEO):
            print("listed:", view.user_id, view.duration)

        try:
            # An id with a space; the client itself rejects what the contract's limits exclude, so this one skips its check.
            events.record_view(NewView.model_construct(user_id="a b", video_id=VIDEO, duration=42))
        except ApiException as e:
            for fault in Problem.from_json(e.body).errors:
                print("rejected:", e.status, fault.pointer, fault.detail)


main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080")
