import type { CommandContext } from '#core/command.ts'
import { AppError, messageOf } from '#core/errors.ts'
import { readInstalled, type Installed } from './installed.ts'
import { planInstall, type InstallInput } from './plan-install.ts'
import type { Plan } from './plan.ts'
import { pruneReleases } from './prune-releases.ts'
import { readRelease } from './release.ts'
import { runBeside } from './run-beside.ts'
import type { Step } from './step.ts'

/** From which version to which, and what is done when the new one is at hand and nothing is switched yet. */
export type SwitchInput = InstallInput & {
  readonly before: Installed
  readonly first?: readonly Step[]
}

/**
 * Goes from the version that runs to another without a failed request: the new one is started beside the old
 * one, and only when all of it is well does it take the old one's place. When something fails the version
 * before is back at the end, nothing of the new one stays, and an AppError says what it was.
 */
export async function switchVersion(
  input: SwitchInput,
  plan: Plan,
  { note }: Pick<CommandContext, 'note'>,
): Promise<void> {
  const { before, first = [], release } = input
  if (plan.dryRun) return plan.run([...first, ...(await planInstall(input))])
  const replacing = { begun: false }
  try {
    await replace(input, plan, note, replacing)
  } catch (error) {
    if (!replacing.begun) await forget(error)
    throw error
  }
  await plan.run(await pruneReleases(input, [release.version, before.version]))

  /** Whatever else fails, what the operator must hear of is the reason. */
  async function forget(reason: unknown): Promise<void> {
    try {
      await plan.run(await pruneReleases(input, [before.version, before.previous]))
    } catch (error) {
      note(
        `${messageOf(reason)}; what was brought for ${release.version} stays: ${messageOf(error)}`,
      )
    }
  }
}

/** `replacing.begun` stays true when neither version is known to run whole. */
async function replace(
  input: SwitchInput,
  plan: Plan,
  note: (line: string) => void,
  replacing: { begun: boolean },
): Promise<void> {
  const { target, before, layout, first = [] } = input
  // What is there stays there until all that is new has been seen to work.
  await plan.run([...(await target.prepare(input)), ...first])
  const old = await readRelease(layout, before.version)
  await using beside = runBeside(input, note)
  await beside.start()
  replacing.begun = true
  try {
    await plan.run(await planInstall(input))
  } catch (cause) {
    note(`It failed (${messageOf(cause)}); version ${before.version} takes its place again.`)
    const now = (await readInstalled(layout)) ?? before
    const placed = input.release.files.map(({ name }) => target.place(name, layout))
    const files = [...new Set([...before.files, ...placed])]
    await plan.run(
      await planInstall({
        ...input,
        release: old,
        before: { ...now, files },
        running: { release: input.release, sameSettings: true },
      }),
    )
    replacing.begun = false
    throw new AppError(503, 'upgrade_rolled_back', `Version ${before.version} runs again.`, {
      cause,
      remedy: `The new one failed: ${messageOf(cause)}`,
    })
  }
}
