#!/bin/sh
# Makes the OpenSSL vectors of this folder anew (a new key each time). Needs OpenSSL 3; no part of Waybill runs.
set -eu
cd "$(dirname "$0")"
name=waybill/sandbox/01KE6QZT1HM5VECT0R00000000
openssl genpkey -algorithm ed25519 -out signing.pem
openssl pkey -in signing.pem -pubout -out public.pem
# body: origin, size, root of the eight leaves of rfc6962.json
root=$(printf 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328 | xxd -r -p | openssl base64 -A)
printf '%s\n8\n%s\n' "$name" "$root" > body
openssl pkeyutl -sign -inkey signing.pem -rawin -in body -out signature
openssl pkey -pubin -in public.pem -outform DER | openssl dgst -sha256 -r | cut -c1-64 > fingerprint
# key id: SHA-256(name, newline, 0x01, 32-byte public key), first four bytes (C2SP signed-note)
{ printf '%s\n\001' "$name"; openssl pkey -pubin -in public.pem -outform DER | tail -c 32; } |
  openssl dgst -sha256 -binary | head -c 4 > id
{ cat body; echo; printf '— %s %s\n' "$name" "$(cat id signature | openssl base64 -A)"; } > checkpoint
rm id
