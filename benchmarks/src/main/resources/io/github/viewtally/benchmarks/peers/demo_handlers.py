"""The two handlers of the demo, written again with the same calls of DynamoDB.

Reads an event of Lambda, as JSON, from each line of standard input, and prints a line when it is handled.
The arguments are the endpoint of DynamoDB and the name of the table.
"""

import json
import sys

import boto3

ENDPOINT, TABLE = sys.argv[1:]
DYNAMODB = boto3.client(
    "dynamodb",
    endpoint_url=ENDPOINT,
    region_name="eu-central-1",
    aws_access_key_id="any",
    aws_secret_access_key="any",
)


def matches_filter(record, item_type):
    """The filter of the demo's event source mapping. A removal has no new image, so it never matches."""
    item = record["dynamodb"].get("NewImage", {})
    return record["eventName"] in ("INSERT", "REMOVE") and item.get("type") == {"S": item_type}


def add(partition, attributes, increments):
    """Returns an unconditional update of a summary."""
    names = {"#" + name: name for name in [*attributes, *increments]}
    values = {":" + name: {"S": value} for name, value in attributes.items()}
    values.update({":" + name: {"N": str(number)} for name, number in increments.items()})
    sets = ", ".join(f"#{name} = :{name}" for name in attributes)
    adds = ", ".join(f"#{name} :{name}" for name in increments)
    return {
        "Update": {
            "TableName": TABLE,
            "Key": {"PK": {"S": partition}, "SK": {"S": "SUMMARY"}},
            "UpdateExpression": f"ADD {adds} SET {sets}",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
    }


def count(item, increments):
    user, video = item["userId"]["S"], item["videoId"]["S"]
    summary_of_video = {"type": "VIDEO_SUMMARY", "videoId": video, "GSI1PK": f"VIDEO#{video}", "GSI1SK": "SUMMARY"}
    DYNAMODB.transact_write_items(
        TransactItems=[
            add(f"USER#{user}", {"type": "USER_SUMMARY", "userId": user}, increments),
            add(f"VIDEO#{video}", summary_of_video, increments),
        ]
    )


def handle_view(event):
    item = event["Records"][0]["dynamodb"]["NewImage"]
    count(item, {"views": 1, "duration": item["duration"]["N"]})


def handle_vote(event):
    change = event["Records"][0]["dynamodb"]
    item = change["NewImage"]
    likes = 1 if item["voteType"]["S"] == "LIKE" else 0
    dislikes = 1 - likes
    if "OldImage" in change:
        # The handler knows what to do with a changed vote, but the filter lets none through.
        likes, dislikes = likes - dislikes, dislikes - likes
    count(item, {"likes": likes, "dislikes": dislikes})


for line in sys.stdin:
    delivered = json.loads(line)
    for each in delivered["Records"]:
        for kind, handler in (("VIEW", handle_view), ("VOTE", handle_vote)):
            if matches_filter(each, kind):
                handler({"Records": [each]})
    print("handled", flush=True)
