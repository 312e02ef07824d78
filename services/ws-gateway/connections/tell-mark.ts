import { z } from 'zod'
import type { MarkEvent } from '#core/notifications/mark.ts'
import { markFrame } from '../protocol/server-message.ts'
import type { Registry } from './registry.ts'
import type { Sender } from './sender.ts'

const markEvent: z.ZodType<MarkEvent> = z.object({
  username: z.string(),
  mark: z.enum(['read', 'dismissed']),
  ids: z.array(z.string()),
  seqs: z.array(z.number()),
})

/** Tells every device of a person what one of them has read or dismissed, wherever it was done. */
export function tellMark(payload: string, registry: Registry, sender: Sender): void {
  const { username, mark, ids, seqs } = markEvent.parse(JSON.parse(payload))
  const frame = markFrame(mark, seqs, ids)
  for (const connection of [...registry.of(username)]) {
    if (connection.modern && connection.state === 'live') sender.send(connection, frame)
  }
}
