import { randomFillSync } from 'node:crypto'

const random = Buffer.alloc(4096)
let used = random.length

/**
 * A new id: a UUID of version 7 (RFC 9562 section 5.7). It begins with the time, so that an index of ids
 * grows at its end.
 */
export function notificationId(now = Date.now()): string {
  if (used === random.length) {
    randomFillSync(random)
    used = 0
  }
  const bytes = random.subarray(used, (used += 16))
  bytes.writeUIntBE(now, 0, 6)
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
