import { resolve } from 'node:path'
import { textOption, type CommandContext, type CommandInput } from '#core/command.ts'
import { AppError, ConfigError, messageOf, NotFound } from '#core/errors.ts'
import type { Service } from '#core/service.ts'
import { beforeUpgrade } from '../server/before-upgrade.ts'
import { serverCommands } from '../server/server-commands.ts'
import { withPlan, type Plan } from '../server/plan.ts'
import type { Step } from '../server/step.ts'
import { runsBeside, startOrder } from '../server/units-of.ts'
import { composeState } from './compose-state.ts'
import {
  composeProject,
  type ComposeProject,
  type ConfiguredService,
  type RunningContainer,
} from './compose-project.ts'
import { changedContainers } from './changed-containers.ts'
import { startNext, type NextContainer } from './next-container.ts'
import { pruneImages } from './prune-images.ts'
import { outdatedContainers } from './outdated-containers.ts'
import { knownImages, takeBackImages } from './take-back-images.ts'
import { getImages, putBack, removeOne, replace, runOnce } from './compose-steps.ts'
import { tagOf, versionIn } from './version-in.ts'

/**
 * Brings a Compose project to the version of this checkout without a failed request: what others reach runs
 * in both versions until the new one is well everywhere, and the version before is back when it is not.
 */
export function upgradeCompose(input: CommandInput, context: CommandContext): Promise<void> {
  return withPlan(input, context, (plan) => upgrade(plan, input, context))
}

async function upgrade(plan: Plan, input: CommandInput, context: CommandContext): Promise<void> {
  const { root, installation, signal, note } = context
  const project = composeProject(serverCommands({ signal, cwd: root }))
  const before = await project.running()
  const manifests = new Map<string, Service>(
    installation.units.services.map(({ manifest }) => [manifest.id, manifest]),
  )
  const from = versionIn(before, manifests)
  if (from === undefined) {
    throw new NotFound('nothing_runs', 'No portal of this project runs here.', {
      remedy: 'docker compose up --build --wait',
    })
  }
  const services = new Set(manifests.keys())
  const known = await knownImages(project)
  const to = await bringUp(plan, input, context, { project, before, from, manifests }).catch(
    async (error: unknown) => {
      if (plan.dryRun) throw error
      // Also after Ctrl-C, which therefore does not end it.
      const lasting = composeProject(serverCommands({ cwd: root }))
      await takeBackImages(lasting, known, services).catch((cause: unknown) =>
        note(`Images of the version that failed stay: ${messageOf(cause)}`),
      )
      throw error
    },
  )

  try {
    const imageIds = before.map(({ imageId }) => imageId)
    await plan.run(await pruneImages(project, { versions: [from, to], imageIds, services }))
  } catch (cause) {
    throw new AppError(
      503,
      'images_stay',
      `Version ${to} runs; older images stay: ${messageOf(cause)}`,
      { cause, remedy: 'docker image rm takes them away; the next upgrade tries again as well.' },
    )
  }
}

/** What is upgraded, as it was found. */
interface Found {
  readonly project: ComposeProject
  readonly before: readonly RunningContainer[]
  readonly from: string
  readonly manifests: ReadonlyMap<string, Service>
}

/** Brings the new version into the place of the old one, and resolves with it; where that fails the old one runs. */
async function bringUp(
  plan: Plan,
  input: CommandInput,
  context: CommandContext,
  { project, before, from, manifests }: Found,
): Promise<string> {
  const { root, signal, note } = context
  const images = textOption(input, 'images')
  await plan.run([getImages(project, images === undefined ? undefined : resolve(images))])

  const configured = await project.configured()
  if (!plan.dryRun) requireImages(configured)
  const commands = serverCommands({ signal, cwd: root })
  const changed = await changedContainers(before, (version) => composeProject(commands, version))
  const { outdated, added, gone } = outdatedContainers(before, configured, manifests, changed)
  const beside = outdated.filter(({ service }) => {
    const manifest = manifests.get(service)
    return manifest !== undefined && runsBeside(manifest)
  })
  const to = versionIn(configured, manifests) ?? from
  const backup = input.values['no-backup'] !== true
  const setup = [...manifests.values()].filter(({ kind }) => kind === 'setup')
  await using next = new AsyncDisposableStack()
  const started: NextContainer[] = []
  await plan.run([
    ...setup.map(({ id }) => runOnce(project, id)),
    ...beforeUpgrade(composeState(context), { from, to, backup }),
    ...beside.map(startBeside),
    ...(beside.length > 0 ? [waitForAll()] : []),
  ])
  try {
    await plan.run([
      ...inTurns([...outdated.map(({ service }) => service), ...added]).map((services) =>
        replace(project, services),
      ),
      ...gone.map((container) => removeOne(project, container)),
    ])
  } catch (cause) {
    note(`It failed (${messageOf(cause)}); the version before takes its place again.`)
    await goBack()
    throw new AppError(503, 'upgrade_rolled_back', 'The version before runs again.', {
      cause,
      remedy: `The new one failed: ${messageOf(cause)}`,
    })
  }
  return to

  function startBeside({ id, service }: RunningContainer): Step {
    return {
      does: 'start',
      what: `${service} beside the old one`,
      async apply() {
        started.push(next.use(await startNext(project, id, service)))
      },
    }
  }

  function waitForAll(): Step {
    return {
      does: 'start',
      what: 'the new version, until all of it is well',
      async apply() {
        for (const container of started) await container.well(signal)
      },
    }
  }

  /** Those of one rank at once, since each has one beside it; the database before, the edge after all others. */
  function inTurns(services: readonly string[]): readonly (readonly string[])[] {
    const ranks = Object.groupBy(services, (service) => startOrder(manifests.get(service) ?? {}))
    return Object.values(ranks).filter((rank) => rank !== undefined)
  }

  /** Also after Ctrl-C, which therefore does not end it. One that does not come back keeps none of the others away. */
  async function goBack(): Promise<void> {
    const commands = serverCommands({ cwd: root })
    const { docker, compose } = composeProject(commands)
    const failed: string[] = []
    const attempt = (step: () => Promise<unknown>) =>
      step().catch((error: unknown) => failed.push(messageOf(error)))
    for (const { service, image, imageId } of outdated) {
      await attempt(async () => {
        // Built anew under the same version, the name stands for the new one by now.
        await docker('tag', imageId, image)
        await putBack(composeProject(commands, tagOf(image)), [service]).apply()
      })
    }
    if (added.length > 0) await attempt(() => compose('rm', '--stop', '--force', ...added))
    if (failed.length === 0) return
    throw new AppError(503, 'rollback_failed', `Not all came back:\n${failed.join('\n')}`, {
      remedy: 'docker compose ps shows what runs, docker compose logs why the rest does not.',
    })
  }
}

/** Compose would build or pull what an archive does not have, in the middle of the upgrade. */
function requireImages(configured: readonly ConfiguredService[]): void {
  const missing = configured.filter(({ imageId }) => imageId === undefined)
  if (missing.length === 0) return
  throw new ConfigError([
    ...missing.map(({ image }) => `the image ${image} is not here`),
    'make the archive from the same version as this checkout',
  ])
}
