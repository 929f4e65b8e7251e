# Runs before each block of the documentation, in place of the programs that need a port, a jar or a build.
# Set by DocumentedShell: API, DYNAMODB, JAVA, JARS, REQUESTS, STARTED, RAN, PROGRAMS.
set -euo pipefail
export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_REGION=eu-central-1 AWS_PAGER=

# Writes a line for each request: its status, the expected one, and the file of its response.
curl() {
  local response status code=0 limit=20
  response=$(mktemp "$REQUESTS.XXXXXX")
  # A stream without end: whether it has begun can be seen after two seconds.
  case " $* " in *" -N "*) limit=2 ;; esac
  status=$(command curl --silent --show-error --max-time $limit --output "$response" --write-out '%{http_code}' "$@") || code=$?
  echo "$status ${EXPECTED:-2..} $response" >> "$REQUESTS"
  cat "$response"
  [ $code = 0 ] || { [ $code = 28 ] && [ $limit = 2 ]; }
}

# The test starts the system with these settings, in its own process.
mvn() {
  [ "$*" = "-q -Plocal" ] || { echo "a block that runs mvn $* must be marked as unrun" >&2; return 1; }
  env > "$STARTED"
}

# Some pages have the same command: it runs once.
java() {
  local jar=${2##*/}
  shift 2
  grep -qxF "$jar $*" "$RAN" && return
  case "$jar $*" in
    audit.jar*) "$JAVA" -XX:TieredStopAtLevel=1 -jar "$JARS/$jar" "$@" --endpoint-url "$DYNAMODB" --stream-delay 0.3 ;;
    viewtally.jar*--endpoint-url*) "$JAVA" -XX:TieredStopAtLevel=1 -jar "$JARS/$jar" "$@" ;;
    viewtally.jar*--from-table*) AWS_ENDPOINT_URL=$DYNAMODB "$JAVA" -XX:TieredStopAtLevel=1 -jar "$JARS/$jar" "$@" ;;
    *--duration* | viewtally.jar*) "$JAVA" -XX:TieredStopAtLevel=1 -jar "$JARS/$jar" "$@" --url "$API" ;;
    # These run until Ctrl-C; they also end when nobody reads their output.
    *) { "$JAVA" -XX:TieredStopAtLevel=1 -jar "$JARS/$jar" "$@" --url "$API" || true; } | head -n 3 | grep . ;;
  esac
  echo "$jar $*" >> "$RAN"
}

# Version 1 reads another variable.
aws() {
  env PATH="$PROGRAMS" AWS_DEFAULT_REGION=$AWS_REGION aws "$@"
}
