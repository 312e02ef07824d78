import { z } from 'zod'

/** What a program calls itself; nobody vouches for it, and it is shown as such. */
export const clientId = z.string().regex(/^[A-Za-z0-9][\w .-]{0,39}$/)

/** The machine that it says it runs on. */
export const deviceName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._'’()-]{0,59}$/u)

/** The name under which a device stands in its owner's list. */
export function programName(client: string, device: string | undefined): string {
  return device === undefined ? client : `${client} on ${device}`
}
