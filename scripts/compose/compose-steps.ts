import type { Step } from '../server/step.ts'
import type { ComposeProject, RunningContainer } from './compose-project.ts'

/** The images of this checkout: built, or out of an archive that `docker save` wrote. */
export function getImages({ compose, docker }: ComposeProject, archive?: string): Step {
  return archive === undefined
    ? { does: 'create', what: 'images', apply: async () => void (await compose('build')) }
    : {
        does: 'load',
        what: archive,
        apply: async () => void (await docker('load', '--input', archive)),
      }
}

/** A one-shot service of the new version: what it finds done it leaves alone. */
export function runOnce({ compose }: ComposeProject, service: string): Step {
  return {
    does: 'start',
    what: `${service}, once`,
    apply: async () => void (await compose('run', '--rm', '--no-deps', service)),
  }
}

/**
 * The containers of services as the files say now, in the place of what is there; resolves when all are well. What
 * they depend on is brought up too: without, Compose forgets that they do, and would take every one of them for changed
 * from then on.
 */
export function replace(project: ComposeProject, services: readonly string[]): Step {
  return up(project, services)
}

/** The same for services alone, whatever became of the images of what they depend on. */
export function putBack(project: ComposeProject, services: readonly string[]): Step {
  return up(project, services, ['--no-deps'])
}

function up(
  { compose }: ComposeProject,
  services: readonly string[],
  more: readonly string[] = [],
): Step {
  const words = ['up', '--detach', ...more, '--no-build', '--wait', '--wait-timeout', '180']
  return {
    does: 'restart',
    what: services.join(', '),
    apply: async () => void (await compose(...words, ...services)),
  }
}

/** Stops what no file knows any more. */
export function removeOne({ docker }: ComposeProject, { id, service }: RunningContainer): Step {
  return {
    does: 'remove',
    what: service,
    async apply() {
      await docker('stop', id)
      await docker('rm', id)
    },
  }
}
