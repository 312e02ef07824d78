import type { CommandContext } from '#core/command.ts'
import { AppError } from '#core/errors.ts'
import stackCheck from '../doctor/stack.ts'
import type { RunningParts } from './running-parts.ts'

/** The stack that runs in one process, as its health says. */
export async function embeddedParts(
  context: Pick<CommandContext, 'installation'>,
  version: string,
): Promise<RunningParts> {
  const { status, detail } = await stackCheck(context)
  return {
    document: { target: 'embedded', version, stack: { well: status === 'ok', detail } },
    heading: `Version ${version} in one process`,
    head: ['part', 'state'],
    rows: [['stack', detail]],
    whyNot: () => (status === 'warn' ? 'the stack does not run' : undefined),
    refuseUnwell() {
      if (status === 'ok') return
      throw new AppError(503, 'stack_unwell', detail, {
        remedy:
          status === 'fail'
            ? 'Its log, and the health page of the portal, say which service it is.'
            : 'npm start runs it here, stack install on a server; containers are shown with --target compose.',
      })
    },
  }
}
