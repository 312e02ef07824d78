import { setTimeout } from 'node:timers/promises'
import { AppError } from '#core/errors.ts'
import type { ComposeProject } from './compose-project.ts'

const READY_WITHIN_S = 180

/** The new version of one service beside the old one, where the edge asks when it does not find the old one. */
export interface NextContainer extends AsyncDisposable {
  /** Resolves when it is healthy; throws with the last words of one that is not. */
  well(signal: AbortSignal): Promise<void>
}

/** Marks what runs beside a service, so that the next upgrade knows what one that was killed has left. */
const BESIDE = 'ai-data-analyst.beside'

const PROJECT = '{{index .Config.Labels "com.docker.compose.project"}}'

/**
 * Starts a service's container of the new version under the name `<service>-next` on the networks of the
 * container `old`; disposing of it lets it finish what it does and removes it. Only one at a time: others there
 * are of an upgrade that was killed, and are removed first.
 */
export async function startNext(
  { compose, docker }: ComposeProject,
  old: string,
  service: string,
): Promise<NextContainer> {
  const project = (await docker('inspect', '--format', PROJECT, old)).trim()
  const mark = `${BESIDE}=${service}`
  const labels = [`com.docker.compose.project=${project}`, mark]
  const filters = labels.flatMap((label) => ['--filter', `label=${label}`])
  const left = (await docker('ps', '--all', '--quiet', ...filters)).split('\n').filter(Boolean)
  for (const one of left) await docker('rm', '--force', '--volumes', one)
  // One-off containers have no restart policy: what does not start must not keep trying.
  const id = (await compose('run', '--detach', '--no-deps', '--label', mark, service)).trim()
  const remove = async () => {
    await docker('stop', id)
    await docker('rm', '--force', '--volumes', id)
  }
  try {
    const networks = await docker(
      ...['inspect', '--format', '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}'],
      old,
    )
    for (const network of networks.trim().split(' ').filter(Boolean)) {
      await docker('network', 'disconnect', network, id)
      await docker('network', 'connect', '--alias', `${service}-next`, network, id)
    }
  } catch (error) {
    await remove()
    throw error
  }
  return { well, [Symbol.asyncDispose]: remove }

  async function well(signal: AbortSignal): Promise<void> {
    for (let waited = 0; waited < READY_WITHIN_S; waited++) {
      const state = '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}'
      const [status, health] = (await docker('inspect', '--format', state, id)).trim().split(' ')
      if (health === 'healthy') return
      if (status !== 'running' || health === 'unhealthy') break
      await setTimeout(1000, undefined, { signal })
    }
    const words = await docker('logs', '--tail', '10', id)
    throw new AppError(
      503,
      'new_version_unwell',
      `The new version of ${service} did not become well:\n${words.trim()}`,
    )
  }
}
