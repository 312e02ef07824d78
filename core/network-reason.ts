import { messageOf } from './errors.ts'

/**
 * Why nothing came over the network, for people. What `fetch` throws says nothing by itself, and where several addresses
 * were tried in vain only the code of the error does.
 */
export function networkReason(error: unknown): string {
  const reason = ((error as Error).cause ?? error) as NodeJS.ErrnoException
  return messageOf(reason) || String(reason.code)
}
