import { once } from 'node:events'
import type { Command, CommandContext } from '#core/command.ts'
import { startEmbeddedStack } from '#core/run/embedded-stack.ts'
import { firstAdministratorLink } from '#core/run/first-administrator.ts'

export default {
  summary: 'Start the whole stack in this terminal',
  actions: {
    '': {
      summary: 'Starts database, services and portal; Ctrl-C stops them all.',
      usage: '',
      longRunning: true,
      run: (_input, context) => start(context),
    },
  },
} satisfies Command

async function start(context: CommandContext): Promise<void> {
  const { installation, log, signal } = context
  const stack = await startEmbeddedStack(installation, log)
  try {
    const link = await firstAdministratorLink(stack.storage.db, stack.publicUrl)
    for (const line of welcome(installation, stack.publicUrl, link)) context.out(line)
    if (!signal.aborted) await once(signal, 'abort')
    context.note('Stopping …')
  } finally {
    await stack.stop()
  }
  context.note('Stopped.')
}

/** What stands in the terminal once everything runs. */
function welcome(
  { instance, paths }: CommandContext['installation'],
  publicUrl: URL,
  link: URL | undefined,
): readonly string[] {
  return [
    '',
    `  ${instance.name} runs at ${publicUrl.href}`,
    ...(link
      ? ['', '  Become its first administrator (once, within a day):', `  ${link.href}`]
      : []),
    '',
    `  Data:   ${paths.dataDir}`,
    paths.exampleInstance
      ? `  Config: the example instance, ${paths.configDir}\n          (your own: copy its instance.yaml to config/ and edit it)`
      : `  Config: ${paths.configDir}`,
    '  Ctrl-C stops everything.',
    '',
  ]
}
