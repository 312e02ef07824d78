import { AppError, messageOf } from '#core/errors.ts'
import { planInstall, type InstallInput } from './plan-install.ts'
import { readRelease } from './release.ts'
import { runBeside } from './run-beside.ts'
import { runPlan, type PlanOptions } from './step.ts'
import type { CommandContext } from '#core/command.ts'
import { readInstalled, type Installed } from './installed.ts'

/**
 * Goes from the version that runs to another without a failed request: the new one is started beside the old
 * one, and only when all of it is well does it take the old one's place. When something fails the version
 * before is back at the end, and an AppError says what it was.
 */
export async function switchVersion(
  input: InstallInput & { readonly before: Installed },
  options: PlanOptions,
  context: Pick<CommandContext, 'out' | 'note' | 'signal'>,
): Promise<void> {
  const { target, before, layout } = input
  if (options.dryRun) return runPlan(await planInstall(input), options, context)
  // What is there stays there until all that is new has been seen to work.
  await runPlan(await target.prepare(input), options, context)
  const old = await readRelease(layout, before.version)
  await using beside = runBeside(input, context.note)
  await beside.start()
  try {
    await runPlan(await planInstall(input), options, context)
  } catch (cause) {
    context.note(
      `It failed (${messageOf(cause)}); version ${before.version} takes its place again.`,
    )
    const now = (await readInstalled(layout)) ?? before
    const files = [...new Set([...before.files, ...input.release.files.map(placed)])]
    await runPlan(
      await planInstall({
        ...input,
        release: old,
        before: { ...now, files },
        running: { release: input.release, sameSettings: true },
      }),
      options,
      context,
    )
    throw new AppError(503, 'upgrade_rolled_back', `Version ${before.version} runs again.`, {
      cause,
      remedy: `The new one failed: ${messageOf(cause)}`,
    })
  }

  function placed({ name }: { readonly name: string }): string {
    return target.place(name, layout)
  }
}
