#!/usr/bin/env bash
# Verifies an unpacked evidence bundle of Waybill without Waybill: bash 3.2, OpenSSL 3, sha256sum or shasum.
# The format is in docs/ledger-format.md. Exit status: 0 verified, 1 not verified, 2 wrong usage.
set -euo pipefail
export LC_ALL=C
die() { echo "NOT VERIFIED: $*" >&2; exit 1; }
usage() { printf 'verify-evidence.sh: %s\nusage: verify-evidence.sh --fingerprint HEX FOLDER\n' "$*" >&2; exit 2; }
{ [ $# = 3 ] && [ "$1" = --fingerprint ]; } || usage 'give the fingerprint that you kept, never one out of the bundle'
fingerprint=$(printf %s "$2" | tr -d ' :' | tr A-F a-f)
[[ $fingerprint =~ ^[0-9a-f]{64}$ ]] || usage 'a fingerprint has 64 hex digits'
{ [ -d "$3" ] && [ ! -L "$3" ] && cd -- "$3"; } || usage 'there is no such folder'
openssl version | grep -qE '^OpenSSL ([3-9]|[1-9][0-9])\.' || usage 'OpenSSL 3 or newer is needed'
if command -v sha256sum >/dev/null; then sha=(sha256sum); else sha=(shasum -a 256); fi
work=$(mktemp -d) i=1000000000
trap 'rm -rf "$work"' EXIT
mkdir "$work/x"
only() { ! grep -qavE "$2" "$1" && [ -z "$(tail -c 1 "$1" | tr -d '\n')" ]; } # every line fits, the last one ends
hex() { grep -aoE '[0-9a-f]{64}' || true; }
signed() { openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in "$1" -sigfile "$2" >/dev/null 2>&1; }
number() { grep -aoE "\"$1\":[0-9]+" MANIFEST.json | cut -d : -f 2; }
listed() { { grep -aoE "\"$1\":\[[^]]*\]" MANIFEST.json || true; } | hex; }
lines() { wc -l <"$1" | tr -d ' '; }
hash_all() ( # all that lies in $work/x, in the order of its names, a sum in each line; then x is empty again
  cd "$work/x"
  printf '%s\n' * | xargs "${sha[@]}" | cut -c 1-64
  printf '%s\n' * | xargs rm -f
)

# Files: plain ones with safe names, exactly those that are listed, each with its sum.
[ -z "$(find . ! -type f ! -type d)" ] || die 'something in the folder is neither a file nor a folder'
for file in SHA256SUMS{,.sig} MANIFEST.json events.jsonl leaves disclosures.txt checkpoint key.pem; do [ -f "$file" ] || die "$file is missing"; done
only SHA256SUMS '^[0-9a-f]{64}  ([A-Za-z][A-Za-z0-9.]*|policy/[0-9a-f]{64}\.json|anchors/[1-9][0-9]*)$' ||
  die 'SHA256SUMS is not in its form, or names a file that is not safe'
{ cut -c 67- SHA256SUMS; printf '%s\n' SHA256SUMS SHA256SUMS.sig; } | sort >"$work/listed"
find . -type f | sed 's|^\./||' | sort | cmp -s - "$work/listed" || die 'the files are not those that SHA256SUMS lists'
"${sha[@]}" -c SHA256SUMS >/dev/null 2>&1 || die 'a file is not the one that was listed'

# Signatures, by the key that was known before, over the list of files and over the checkpoint.
[ "$(openssl pkey -pubin -in key.pem -outform DER | "${sha[@]}" | cut -c 1-64)" = "$fingerprint" ] || die 'another key'
signed SHA256SUMS SHA256SUMS.sig || die 'the signature of SHA256SUMS is wrong'
origin=$(sed -n 1p checkpoint) size=$(sed -n 2p checkpoint) from=$(number from) to=$(number to)
[[ $origin =~ ^waybill/(production|sandbox)/[0-9A-Z]{26}$ ]] || die 'the checkpoint names no ledger'
[[ $size/$from/$to =~ ^[1-9][0-9]{0,8}/(0|[1-9][0-9]{0,8})/[1-9][0-9]{0,8}$ ]] || die 'the manifest or the checkpoint is not in its form'
sed '/^$/,$d' checkpoint >"$work/body"
sed -n "s|^— $origin ||p" checkpoint | openssl base64 -d -A | tail -c 64 >"$work/sig"
signed "$work/body" "$work/sig" || die 'the signature of the checkpoint is wrong'
root=$(sed -n 3p checkpoint | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
grep -F "\"origin\":\"$origin\"" MANIFEST.json | grep -F "\"root\":\"$root\"" | grep -F "\"size\":$size," >/dev/null ||
  die 'the manifest is about another checkpoint'

# Leaves, folded level by level to the root. RFC 6962, 2.1: the odd one at the end of a level goes up as it is.
{ only leaves '^[0-9a-f]{64}$' && [ "$(lines leaves)" = "$size" ]; } || die 'the leaves are not as many as were signed'
cp leaves "$work/level"
while [ "$(lines "$work/level")" -gt 1 ]; do
  odd=
  sed 's/../\\x&/g' "$work/level" >"$work/escaped"
  while read -r left; do
    i=$((i + 1))
    if read -r right; then printf %b "\\x01$left$right" >"$work/x/$i"; else odd=1; fi
  done <"$work/escaped"
  { hash_all; [ -z "$odd" ] || tail -n 1 "$work/level"; } >"$work/next"
  mv "$work/next" "$work/level"
done
[ "$(cat "$work/level")" = "$root" ] || die 'the leaves do not fold to the signed root'

# Events: each line has the hash of its place, so nothing within the range is changed, left out or moved.
[ "$(tr -cd '\000' <events.jsonl | wc -c | tr -d ' ')" = 0 ] || die 'a line holds what no event can'
{ [ "$from" -lt "$to" ] && [ "$(lines events.jsonl)" = "$((to - from))" ] && [ -z "$(tail -c 1 events.jsonl | tr -d '\n')" ]; } || die 'the events are not as many as listed'
while IFS= read -r line; do i=$((i + 1)); printf '\000%s' "$line" >"$work/x/$i"; done <events.jsonl
sed -n "$((from + 1)),${to}p" leaves >"$work/wanted"
hash_all | cmp -s - "$work/wanted" || die 'a line is not the event that was signed at its place'

# Personal fields: every digest in the lines is disclosed, or listed as withheld or shredded, once; and nothing else is.
only disclosures.txt '^[A-Za-z0-9_-]+$' || die 'disclosures.txt is not in its form'
while read -r field; do i=$((i + 1)); printf %s "$field" >"$work/x/$i"; done <disclosures.txt
{ [ ! -s disclosures.txt ] || hash_all; } >"$work/disclosed"
sed -n 's/.*"sd":{\(.*\)},"seq":.*/\1/p' events.jsonl | hex | sort >"$work/named"
{ cat "$work/disclosed"; listed withheld; listed shredded; } | sort | cmp -s - "$work/named" ||
  die 'a personal field is neither there nor listed as withheld or shredded, or is there too often'
echo "VERIFIED: events $from to $((to - 1)) of $size in $origin, root $root, $(lines "$work/disclosed") personal fields"
