#!/usr/bin/env bash
# Deploys Viewtally to AWS: packages it, uploads what is new, deploys both stacks, and prints the first request.
# A second run with the same options changes nothing. docs/deploying.md explains the steps and all parameters.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: infra-cloudformation/deploy.sh --allowed-cidr CIDR [option]...

  --allowed-cidr CIDR          network that may connect to the API, such as 203.0.113.7/32
  --without-api                deploys the data stack only
  --image URI@DIGEST           an image of the API that is in a registry already; without it, Docker builds and pushes one
  --name NAME                  start of the names of both stacks (viewtally)
  --bucket BUCKET              bucket for code and templates (viewtally-code-ACCOUNT-REGION); created if it does not exist
  --data-parameter KEY=VALUE   parameter of template.yaml, such as AlarmEmail=you@example.org; may be repeated
  --api-parameter KEY=VALUE    parameter of api.yaml, such as MaxRequests=500; may be repeated
  --package FOLDER             deploys this folder instead of building infra-cloudformation/target/package
  --dry-run                    prints all commands and runs none of them
  --help                       prints this text

Region and credentials are those of the AWS CLI. It exits with 0 if both stacks are deployed, 2 for a wrong option.
USAGE
}

fail() {
  echo "deploy.sh: $1" >&2
  exit "${2:-1}"
}

name=viewtally bucket='' image='' package='' allowed_cidr='' with_api=true dry_run=false
data_parameters=() api_parameters=()
while [ $# -gt 0 ]; do
  case $1 in
    --without-api) with_api=false ;;
    --dry-run) dry_run=true ;;
    --help) usage; exit 0 ;;
    --allowed-cidr | --image | --name | --bucket | --data-parameter | --api-parameter | --package)
      [ $# -gt 1 ] || fail "$1 needs a value" 2
      case $1 in
        --allowed-cidr) allowed_cidr=$2 ;;
        --image) image=$2 ;;
        --name) name=$2 ;;
        --bucket) bucket=$2 ;;
        --data-parameter) data_parameters+=("$2") ;;
        --api-parameter) api_parameters+=("$2") ;;
        --package) package=$2 ;;
      esac
      shift ;;
    *) usage >&2; fail "unknown option: $1" 2 ;;
  esac
  shift
done
for parameter in ${data_parameters[@]+"${data_parameters[@]}"} ${api_parameters[@]+"${api_parameters[@]}"}; do
  [[ $parameter =~ ^[A-Za-z0-9]+= ]] || fail "not KEY=VALUE: $parameter" 2
done
if $with_api && [ -z "$allowed_cidr" ]; then
  fail "--allowed-cidr is required, so that no API is open to everybody by mistake (or use --without-api)" 2
fi
[[ -z $image || $image == *@sha256:* ]] || fail "--image needs a digest: REPOSITORY@sha256:…" 2

log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Prints a command as it can be typed in the repository's folder.
show() {
  local line='+' word
  for word in "$@"; do
    if [[ $word =~ ^[A-Za-z0-9_./:=@,+-]+$ ]]; then line+=" $word"; else line+=" ${word@Q}"; fi
  done
  echo "$line" >&2
}

# Shows a command and runs it, unless this is a dry run.
run() {
  show "$@"
  $dry_run || "$@"
}

# Prints what a command prints; in a dry run, the first argument instead.
value_of() {
  local placeholder=$1
  shift
  show "$@"
  if $dry_run; then echo "$placeholder"; else "$@"; fi
}

# Returns whether a command succeeds; in a dry run, that it fails, so that the step after it is shown.
succeeds() {
  show "$@"
  ! $dry_run && "$@" >/dev/null 2>&1
}

output_of() {
  value_of "$2" aws cloudformation describe-stacks --stack-name "$1" \
    --query "Stacks[0].Outputs[?OutputKey=='$2'].OutputValue" --output text
}

# CloudFormation takes a template of more than 51,200 bytes from a bucket only (CloudFormation quotas).
deploy_stack() {
  local stack=$1 template=$2 upload=()
  shift 2
  if [ ! -f "$template" ] || [ "$(wc -c < "$template")" -gt 51200 ]; then
    upload=(--s3-bucket "$bucket" --s3-prefix templates)
  fi
  local command=(aws cloudformation deploy --stack-name "$stack" --template-file "$template"
    ${upload[@]+"${upload[@]}"} --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset
    --parameter-overrides "$@")
  show "${command[@]}"
  $dry_run || "${command[@]}" 2>&1 | tee "$log" >&2 || grep -q 'No updates are to be performed' "$log"
}

# Builds and pushes the API's image, unless the registry has it, and prints its name with its digest. The tag is a hash of what
# the image is built from.
push_image() {
  local repository registry tag
  repository=$(output_of "$data_stack" ImageRepositoryUri)
  registry=${repository%%/*}
  if [ -f api/target/api.jar ]; then
    tag=$(cat api/target/api.jar api/Dockerfile | sha256sum | cut -c1-16)
  else
    $dry_run || fail "there is no api/target/api.jar: run mvn package -DskipTests, or use --image"
    tag=HASH
  fi
  if ! succeeds aws ecr describe-images --repository-name "${repository#*/}" --image-ids "imageTag=$tag"; then
    $dry_run || command -v docker >/dev/null || fail "there is no docker to build the API's image: use --image"
    echo "+ aws ecr get-login-password | docker login --username AWS --password-stdin $registry" >&2
    $dry_run || aws ecr get-login-password | docker login --username AWS --password-stdin "$registry" >&2
    run docker buildx build --platform linux/arm64 --provenance=false -t "$repository:$tag" --push api >&2
  fi
  echo "$repository@$(value_of DIGEST aws ecr describe-images --repository-name "${repository#*/}" \
    --image-ids "imageTag=$tag" --query 'imageDetails[0].imageDigest' --output text)"
}

if [ -n "$package" ]; then
  [ -d "$package" ] || fail "there is no folder $package" 2
  package=$(cd "$package" && pwd)
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "$package" ]; then
  run mvn -q package -DskipTests
  package=infra-cloudformation/target/package
fi
data_stack=$name-data

region=${AWS_REGION:-${AWS_DEFAULT_REGION:-}}
if [ -z "$region" ]; then
  if $dry_run; then region=REGION; else region=$(aws configure get region || true); fi
  [ -n "$region" ] || fail "no region is set: export AWS_REGION" 2
fi
export AWS_REGION=$region AWS_DEFAULT_REGION=$region
if [ -z "$bucket" ]; then
  bucket=$name-code-$(value_of ACCOUNT aws sts get-caller-identity --query Account --output text)-$region
fi
if ! succeeds aws s3api head-bucket --bucket "$bucket"; then
  run aws s3 mb "s3://$bucket" >&2
fi

# The name of the jar contains its hash, so a jar of this name has this content.
found=false
for jar in "$package"/aggregators-*.jar; do
  [ -f "$jar" ] || continue
  found=true
  key=viewtally/$(basename "$jar")
  if ! succeeds aws s3api head-object --bucket "$bucket" --key "$key"; then
    run aws s3 cp --only-show-errors "$jar" "s3://$bucket/$key"
  fi
done
if ! $found; then
  $dry_run || fail "there is no aggregators-HASH.jar in $package"
  run aws s3 cp --only-show-errors "$package/aggregators-HASH.jar" "s3://$bucket/viewtally/aggregators-HASH.jar"
fi
deploy_stack "$data_stack" "$package/template.yaml" \
  "CodeBucket=$bucket" ${data_parameters[@]+"${data_parameters[@]}"}

if $with_api; then
  [ -n "$image" ] || image=$(push_image)
  deploy_stack "$name-api" "$package/api.yaml" "DataStack=$data_stack" "Image=$image" "AllowedCidr=$allowed_cidr" \
    ${api_parameters[@]+"${api_parameters[@]}"}
  url=$(output_of "$name-api" Url)
  $dry_run || echo 'Both stacks are deployed. The first requests:'
  $dry_run || cat <<END

  curl -X POST $url/views -H 'content-type: application/json' -d '{"userId":"0","videoId":"5","duration":42}'
  curl $url/videos/5/summary
END
else
  $dry_run || echo "The stack $data_stack is deployed."
fi
if $dry_run; then
  echo 'This was a dry run: none of these commands was run. Names such as ACCOUNT stand for values that are not known yet.'
fi
