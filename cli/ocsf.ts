import type { Event } from '../lib/ledger/event.ts'
import { shortId } from '../lib/ulid.ts'
import { eventWords } from './event-words.ts'

/**
 * An event for a SIEM, after the Open Cybersecurity Schema Framework 1.1.0 (schema.ocsf.io): class 6006, File Hosting
 * Activity, where it is about an archive, else the Base Event, since 6006 requires a file. Nothing personal: everything
 * comes from the event's own line. See docs/log.md.
 */
export function ocsf(event: Event): Record<string, unknown> {
  const { type, d, xfer } = event
  const aboutFile = xfer !== null || typeof d.sha256 === 'string'
  const [classUid, activity] = aboutFile ? [6006, activities[type] ?? 99] : [0, 99]
  const [severity, status] = [severityOf(event), statusOf(event)]
  return {
    activity_id: activity,
    activity_name: type,
    category_uid: aboutFile ? 6 : 0,
    category_name: aboutFile ? 'Application Activity' : 'Uncategorized',
    class_uid: classUid,
    class_name: aboutFile ? 'File Hosting Activity' : 'Base Event',
    type_uid: classUid * 100 + activity,
    severity_id: severity,
    severity: severities[severity],
    status_id: status,
    status: statuses[status],
    time: Date.parse(event.ts),
    message: eventWords(type, d),
    metadata: {
      version: '1.1.0',
      product: { name: 'Waybill', vendor_name: 'Waybill', version: event.tool },
      uid: event.id,
      log_name: event.log,
      sequence: event.seq,
      event_code: type,
      ...(xfer !== null && { correlation_uid: xfer }),
    },
    ...(aboutFile && { ...parties(event), file: fileOf(event) }),
    unmapped: { d, prev: event.prev, policy: event.policy, key: event.key, skew: event.skew },
  }
}

/** Activities of class 6006; 99 is another one, which `activity_name` names. */
const activities: Readonly<Record<string, number>> = {
  'archive.deleted': 4,
  'archive.handed-over': 12,
  'archive.opened': 14,
}

const severities: Readonly<Record<number, string>> = { 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High' }
const statuses: Readonly<Record<number, string>> = { 0: 'Unknown', 1: 'Success', 2: 'Failure' }

const attempts: ReadonlySet<string> = new Set(['transfer.rejected', 'transfer.locked', 'receipt.wrong'])
const failures: ReadonlySet<string> = new Set([...attempts, 'transfer.refused', 'transfer.expired', 'password.failed'])

function severityOf(event: Event): number {
  if (event.type === 'transfer.cancelled' && event.d.reason === 'mis-sent') return 4
  if (attempts.has(event.type)) return 3
  return statusOf(event) === 1 ? 1 : 2
}

function statusOf({ type, d }: Event): number {
  if (type === 'password.unknown') return 0
  return failures.has(type) || (type === 'provider.request' && d.outcome !== 'ok') ? 2 : 1
}

/** Pseudonyms: who they are is a disclosure. The other end is the provider's host, where one was asked. */
function parties({ op, host, d }: Event): Record<string, unknown> {
  return {
    actor: { user: { uid: op, type_id: 1 }, app_name: 'Waybill' },
    src_endpoint: { uid: host },
    ...(typeof d.host === 'string' && { dst_endpoint: { hostname: d.host } }),
  }
}

/** The name is the short id: the archive's own name is personal. */
function fileOf({ xfer, d }: Event): Record<string, unknown> {
  return {
    name: xfer === null ? 'archive' : shortId(xfer),
    type_id: 1,
    ...(xfer !== null && { uid: xfer }),
    ...(typeof d.sha256 === 'string' && { hashes: [{ algorithm_id: 3, algorithm: 'SHA-256', value: d.sha256 }] }),
    ...(typeof d.sha256 === 'string' && typeof d.bytes === 'number' && { size: d.bytes }),
  }
}
