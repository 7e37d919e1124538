/**
 * `VERIFY.md` of a bundle: how to check it without Waybill. It names no fingerprint: one that comes with the bundle
 * proves nothing. A test runs its commands.
 */
export const verifyText = `# How to verify this bundle

**Begin with what you kept.** The one thing to trust is the fingerprint of the sender's key that you were given earlier,
on another road than this bundle. Nothing in this bundle can replace it: who forges a bundle forges this page too. Without
it every check below only shows that the bundle agrees with itself.

You need OpenSSL 3 or newer and bash.

- **Linux**: nothing more.
- **macOS**: its own openssl is LibreSSL, which cannot check these signatures. \`brew install openssl@3\`, then
  \`PATH="$(brew --prefix openssl@3)/bin:$PATH"\`. Where \`sha256sum\` is missing: \`sha256sum() { shasum -a 256 "$@"; }\`
- **Windows**: Git Bash, which comes with Git for Windows, has both.

Unpack the bundle into an empty folder, go there, and run:

\`\`\`bash
# 1. The key. The first line must be the fingerprint that you kept.
openssl pkey -pubin -in key.pem -outform DER | sha256sum

# 2. The files. Every line must say OK, and no file may lie here that is not listed.
sha256sum -c SHA256SUMS
find . -type f | sort

# 3. The list of files is signed. It must say: Signature Verified Successfully
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig

# 4. The ledger is signed: its name, its number of events, its root. The same words again.
work=$(mktemp -d)
sed '/^$/,$d' checkpoint > "$work/body"
sed -n 's/^— .* //p' checkpoint | openssl base64 -d -A | tail -c 64 > "$work/sig"
openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in "$work/body" -sigfile "$work/sig"
cat "$work/body"

# 5. One event: its hash stands in leaves, in the line of its number, counted from 0.
LINE=$(head -n 1 events.jsonl)
{ printf '\\000'; printf %s "$LINE"; } | sha256sum

# 6. One personal field: its hash stands in an event, and what it says can be read.
D=$(head -n 1 disclosures.txt)
printf %s "$D" | sha256sum
printf %s "$D" | tr '_-' '/+' | awk '{ while (length % 4) $0 = $0 "="; print }' | openssl base64 -d -A
\`\`\`

**All of it at once**, with every event, every field, and the leaves folded to the root: \`verify-evidence.sh\`. Take it
from Waybill's own source (\`docs/verify-evidence.sh\`; the README has its SHA-256), never from whom you audit:

\`\`\`
bash verify-evidence.sh --fingerprint FINGERPRINT FOLDER
\`\`\`

With Waybill: \`waybill verify BUNDLE.zip --key FINGERPRINT --anchor WAYBILL.txt\`. An anchor is a \`WAYBILL.txt\` from a
recipient's archive: it shows that the ledger was not rewritten since that archive was made. Do not leave it out where you
can get one.

## What lies here

| file | holds |
|---|---|
| \`MANIFEST.json\` | what was asked for, which events are here, which personal fields were left out or destroyed |
| \`leaves\` | the hash of every event of the ledger, the first one first |
| \`events.jsonl\` | the events of one range, whole, without a hole |
| \`disclosures.txt\` | the personal fields that were asked for, one in each line |
| \`transfers.csv\` | the same for people: a summary, which proves nothing by itself |
| \`policy/\` | the rules in force in the range, each under its SHA-256 |
| \`anchors/\` | the signed states that went into archives of the range |
| \`checkpoint\`, \`key.pem\` | the signed state of the ledger, the public key |

What a passed check shows, and what no check can show, stands in Waybill's guide for auditors (\`docs/auditor-guide.md\`).
`
