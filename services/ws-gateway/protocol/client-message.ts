import { z } from 'zod'

const seq = z.int().nonnegative()
const cursor = z.object({ epoch: z.string().max(64), seq })

/**
 * A `cursor` tells a client that knows more than the protocol's first version: where it stands, null for
 * nowhere yet, or 'acknowledged' for what its device acknowledged last.
 */
const auth = z.object({
  type: z.literal('auth'),
  token: z.string().min(1),
  cursor: z.union([cursor, z.literal('acknowledged')]).nullish(),
})

const marked = { seqs: z.array(seq).min(1).max(1000) }

const clientMessage = z.discriminatedUnion('type', [
  auth,
  z.object({ type: z.literal('pong') }),
  /** Everything up to this number has arrived. */
  z.object({ type: z.literal('ack'), seq }),
  z.object({ type: z.literal('read'), ...marked }),
  z.object({ type: z.literal('dismiss'), ...marked }),
])

export type ClientMessage = z.output<typeof clientMessage>
export type AuthMessage = z.output<typeof auth>

/** What a client says after it was let in; undefined for what nobody understands. */
export function readClientMessage(text: string): ClientMessage | undefined {
  return clientMessage.safeParse(fromJson(text)).data
}

/** The first message, or the reason why it is none, in the words of the protocol's first version. */
export function readAuthMessage(text: string): AuthMessage | string {
  const value = fromJson(text)
  if (value === undefined) return 'Invalid JSON'
  const { data } = auth.safeParse(value)
  return data ?? 'Expected auth message with token'
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
