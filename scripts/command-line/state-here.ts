import { textOption, UsageError, type CommandContext, type CommandInput } from '#core/command.ts'
import { composeState } from '../compose/compose-state.ts'
import { installedState } from '../server/installed-state.ts'
import { serverHere } from '../server/on-server.ts'
import type { StateHere } from '../server/state-here.ts'

/** The option of verbs that reach the state of containers too. */
export const targetOption = { target: { type: 'string' } } as const

/** Whether the Compose project of this checkout is meant; a usage error for a target that there is not. */
export function isCompose(input: CommandInput): boolean {
  const target = textOption(input, 'target')
  if (target === undefined || target === 'compose') return target !== undefined
  throw new UsageError(`--target ${target}: compose, or nothing for all others`)
}

/**
 * The state that a command is meant for, where this process does not reach it itself: the Compose project of this
 * checkout with `--target compose`, or what is installed on this server. Undefined when it is that of `npm start`.
 */
export async function stateHere(
  input: CommandInput,
  context: CommandContext,
): Promise<StateHere | undefined> {
  if (isCompose(input)) return composeState(context)
  const server = await serverHere(context)
  return server && installedState(server, context)
}
