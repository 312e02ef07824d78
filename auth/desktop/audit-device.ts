import type { Context } from 'koa'
import { clientAddress } from '#core/http/client-address.ts'
import { audit } from '#core/identity/audit.ts'
import type { Desktop } from './desktop.ts'

/** What happens to devices, as the audit log calls it. */
export type DeviceEvent =
  | 'device.allow'
  | 'device.deny'
  | 'device.link'
  | 'device.unlink'
  | 'device.code-refused'
  | 'device.code-replayed'
  | 'device.token-reused'

/** Writes down what happened to a person's device, and from where. */
export async function auditDevice(
  { db }: Pick<Desktop, 'db'>,
  ctx: Context,
  event: DeviceEvent,
  email: string,
  device?: string,
): Promise<void> {
  await audit(db, {
    actor: email,
    action: event,
    subject: email,
    ...(device !== undefined && { detail: { device } }),
    address: clientAddress(ctx),
  })
}
