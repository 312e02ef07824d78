import { z } from 'zod'

/** The updates that we ask Telegram for. */
export const ALLOWED_UPDATES = ['message', 'callback_query'] as const

const chat = z.object({ id: z.int(), type: z.string() })

const sender = z.object({
  id: z.int(),
  first_name: z.string().default(''),
  last_name: z.string().optional(),
  username: z.string().optional(),
})

const message = z.object({ chat, from: sender.optional(), text: z.string().optional() })

const press = z.object({
  id: z.string(),
  from: sender,
  data: z.string().optional(),
  message: z.object({ chat }).optional(),
})

/** What an update must have to be kept at all. */
export const rawUpdate = z.looseObject({ update_id: z.int() })
export type RawUpdate = z.output<typeof rawUpdate>

/** The parts of a message and of a pressed button that we act on (core.telegram.org/bots/api#update). */
export const knownUpdate = z.object({
  message: message.optional(),
  callback_query: press.optional(),
})
export type KnownUpdate = z.output<typeof knownUpdate>
export type Sender = z.output<typeof sender>

/** How a person is called in Telegram, for people to recognise. */
export function nameOf({ first_name: first, last_name: last, username }: Sender): string {
  const name = [first, last].filter(Boolean).join(' ')
  return username === undefined ? name || 'somebody' : `${name} (@${username})`.trim()
}

/** Scripts take long: their presses have lanes of their own, so that the chat goes on meanwhile. */
export const RUN_LANE = 'run/'

/** The updates of a lane are handled one after the other. */
export function laneOf(update: RawUpdate): string {
  const { data } = knownUpdate.safeParse(update)
  const pressed = data?.callback_query
  const chatId = data?.message?.chat.id ?? pressed?.message?.chat.id
  if (chatId === undefined) return 'none'
  return pressed?.data?.startsWith('run') ? `${RUN_LANE}${chatId}` : `chat/${chatId}`
}
