#!/usr/bin/env bash
# Checks the images of the API and of the local system, without Docker and without a registry: builds them twice on a base
# that it makes from a JDK 25, compares both builds, looks into the layers, and runs the entry points in a changed root.
# Usage, as root on Linux, from the root of the repository:  local/src/test/image/check.sh JDK_25_HOME
set -euo pipefail
cd "$(dirname "$0")/../../../.."

jdk=${1:?the home of a JDK 25}
work=$PWD/local/target/image-check
images="api local"
started=()

fail() {
  echo "image check: $*" >&2
  exit 1
}
stop() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
}
trap stop EXIT
[ "$(id -u)" = 0 ] || fail "only root can change the root folder"
for program in python3 curl ldd mvn unshare; do
  command -v $program >/dev/null || fail "needs $program"
done

# A base image as docker save writes it: a Java runtime and the libraries that it loads, without a shell.
make_base() {
  local root=$work/base
  mkdir -p "$root/opt" "$root/tmp" "$root/etc"
  chmod 1777 "$root/tmp"
  "$jdk/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.net --strip-debug --no-man-pages \
    --no-header-files --output "$root/opt/java"
  # The AWS client needs certificates, even if it does not use TLS.
  mkdir -p "$root/etc/ssl/certs"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  # The libraries of the C library for the AWS client's own library, and for host names.
  { find "$root/opt/java" -name '*.so' -exec ldd {} + ; ldd "$root/opt/java/bin/java"
    for library in libm.so.6 librt.so.1 libdl.so.2 libpthread.so.0 libresolv.so.2 libnss_files.so.2 libnss_dns.so.2; do
      ldconfig -p | grep -m1 "^\s$library .*x86-64\|^\s$library " || true
    done
  } | grep -o '/\(usr/\)\?lib[^ )]*' | grep -v "^$root" | sort -u | while read -r library; do
    [ -e "$library" ] && mkdir -p "$root$(dirname "$library")" && cp -Ln "$library" "$root$library"
  done
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$root" -cf "$work/layer.tar" .
  # The base for arm64 has the same files, so its images can be built and compared, but not run.
  for architecture in amd64 arm64; do
    python3 - "$work" $architecture <<'PYTHON'
import hashlib, json, sys
work, architecture = sys.argv[1:]
digest = hashlib.sha256(open(f"{work}/layer.tar", "rb").read()).hexdigest()
config = {
    "architecture": architecture, "os": "linux", "created": "1970-01-01T00:00:00Z",
    "config": {"Env": ["PATH=/opt/java/bin"]},
    "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}"]},
}
json.dump(config, open(f"{work}/config.json", "w"))
json.dump([{"Config": "config.json", "RepoTags": ["base:check"], "Layers": ["layer.tar"]}], open(f"{work}/manifest.json", "w"))
PYTHON
    tar -C "$work" -cf "$work/base-$architecture.tar" manifest.json config.json layer.tar
  done
}

build() {
  rm -f api/target/image-*.tar local/target/image-*.tar
  rm -rf {model,api,aggregators,local}/target/{classes,*.jar}
  mvn -B -ntp -q -Pimage -pl api,local -am package -Dimage-arm64.skip=true -Dimage.base="tar://$work/base-amd64.tar"
  mvn -B -ntp -q -Pimage -pl api,local -am package -Dimage-amd64.skip=true -Dimage.base="tar://$work/base-arm64.tar"
  sha256sum {api,local}/target/image-{amd64,arm64}.tar > "$work/sums.$1"
}

# Unpacks the layers of an image, and writes its settings as shell arrays: entrypoint, environment.
unpack() {
  local image=$1 root=$work/$1
  mkdir -p "$root" "$work/$image.tar"
  tar -C "$work/$image.tar" -xf "$image/target/image-amd64.tar"
  python3 - "$work/$image.tar" "$image" > "$work/$image.sh" <<'PYTHON'
import json, shlex, subprocess, sys
folder, image = sys.argv[1:]
manifest = json.load(open(f"{folder}/manifest.json"))[0]
config = json.load(open(f"{folder}/{manifest['Config']}"))
settings = config["config"]

def expect(what, value, expected):
    if value != expected:
        sys.exit(f"image check: {image}: {what} is {value}, not {expected}")

expect("user", settings["User"], "10001:10001")
expect("creation time", config["created"], "1970-01-01T00:00:00Z")
expect("ports", sorted(settings["ExposedPorts"]), {"api": ["8080/tcp", "8081/tcp"], "local": ["8080/tcp"]}[image])
expect("volumes", list(settings["Volumes"]), ["/tmp"])
expect("program", settings["Entrypoint"][0], "java")
names = []
for layer in manifest["Layers"]:
    names += subprocess.run(["tar", "-tzf" if layer.endswith(".gz") else "-tf", f"{folder}/{layer}"], check=True, capture_output=True, text=True).stdout.split("\n")
forbidden = [name for name in names if any(word in name.lower() for word in ("dynamodblocal", "sqlite4java"))]
expect("files of DynamoDB Local", forbidden, [])
print("layers=(" + " ".join(shlex.quote(layer) for layer in manifest["Layers"]) + ")")
print("entrypoint=(" + " ".join(shlex.quote(part) for part in settings["Entrypoint"]) + ")")
print("environment=(" + " ".join(shlex.quote(entry) for entry in settings["Env"]) + ")")
PYTHON
  . "$work/$image.sh"
  for layer in "${layers[@]}"; do
    tar --warning=no-unknown-keyword -C "$root" -xf "$work/$image.tar/$layer"
  done
  mkdir -p "$root/dev" "$root/proc"
  # A container engine provides these.
  [ -e "$root/dev/urandom" ] || { mknod -m 666 "$root/dev/urandom" c 1 9; mknod -m 666 "$root/dev/random" c 1 8; mknod -m 666 "$root/dev/null" c 1 3; }
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Starts the entry point as the user of the image, and waits until the path answers.
run() {
  local image=$1 port
  shift
  port=$(free_port)
  . "$work/$image.sh"
  env -i "${environment[@]}" HTTP_PORT="$port" MANAGEMENT_PORT=off DYNAMODB_ENDPOINT="http://127.0.0.1:$database" \
    AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_REGION=eu-central-1 CURSOR_SECRET=0123456789abcdef "$@" \
    /usr/bin/unshare --mount /bin/sh -c '/bin/mount --bind /proc "$0/proc" && exec /usr/sbin/chroot --userspec=10001:10001 --groups= "$0" "$@"' \
    "$work/$image" "${entrypoint[@]}" > "$work/$image.log" 2>&1 &
  started+=($!)
  url=http://127.0.0.1:$port
  for _ in $(seq 300); do
    curl -sf -o "$work/answer" "$url/health/ready" && return
    kill -0 "${started[-1]}" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/$image.log" >&2
  fail "$image does not start"
}

rm -rf "$work"
mkdir -p "$work"
make_base
build 1
build 2
cmp "$work/sums.1" "$work/sums.2" || fail "two builds differ"
echo "two builds are equal:"
cat "$work/sums.1"
for image in $images; do unpack $image; done

database=$(free_port)
"$jdk/bin/java" -cp "$(echo local/dynamodb-local/target/[0-9]*)/*" com.amazonaws.services.dynamodbv2.local.main.ServerRunner \
  -disableTelemetry -inMemory -sharedDb -port "$database" > "$work/database.log" 2>&1 &
started+=($!)
for _ in $(seq 300); do curl -s -o /dev/null "http://127.0.0.1:$database" && break; sleep 0.1; done

# The local system creates the table and counts. The API uses the same table.
run local
view='{"userId":"0","videoId":"5","duration":42}'
curl -sf -X POST "$url/views" -H 'content-type: application/json' -d "$view" > /dev/null || fail "the local system refuses a view"
for _ in $(seq 100); do
  curl -sf "$url/videos/5/summary" > "$work/answer"
  grep -q '"views":1' "$work/answer" && break
  sleep 0.1
done
grep -q '"views":1' "$work/answer" || fail "the local system does not count"
echo "local: $(cat "$work/answer")"
run api
curl -sf "$url/videos/5/summary" | grep '"views":1' > "$work/answer" || fail "the API does not read the totals"
[ "$(curl -s -o /dev/null -w '%{http_code}' -X POST "$url/views" -H 'content-type: application/json' -d "$view")" = 201 ] || fail "the API refuses a view"
[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/docs")" = 200 ] || fail "the API has no pages"
grep -q 10001 "/proc/${started[-1]}/status" || fail "the API runs as another user"
echo "api: $(cat "$work/answer")"
