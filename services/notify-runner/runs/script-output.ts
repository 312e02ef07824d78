import { z } from 'zod'
import { LONGEST } from '#core/notifications/notification.ts'

/** The one JSON document that a script prints. */
const document = z
  .looseObject({
    notify: z.boolean().default(false),
    title: z.string().max(LONGEST.title).optional(),
    message: z.string().max(LONGEST.message).optional(),
    /** Only the name of a file in the run's own folder. */
    image_path: z.string().max(255).nullish(),
    cooldown: z.string().max(20).nullish(),
    /** Tells alerts of one script apart: each has a cooldown of its own. */
    key: z.string().max(200).optional(),
    urgent: z.boolean().optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(
    ({ notify, title, message, image_path }) => !notify || title || message || image_path,
    'notify is true, and there is neither title, message nor image',
  )

export type ScriptOutput = z.output<typeof document>

/** What a script said, or why it cannot be understood. Nothing printed means nothing to say. */
export function readOutput(
  stdout: string,
): { readonly output: ScriptOutput } | { readonly problem: string } {
  const text = stdout.trim()
  if (text === '') return { output: { notify: false } }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { problem: `it printed something that is not JSON: ${text.slice(0, 200)}` }
  }
  const parsed = document.safeParse(value)
  if (parsed.success) return { output: parsed.data }
  return { problem: `its JSON is not as agreed: ${z.prettifyError(parsed.error)}` }
}
