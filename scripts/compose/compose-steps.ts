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

/** The containers of services as the files say now, in the place of what is there; resolves when all are well. */
export function replace({ compose }: ComposeProject, services: readonly string[]): Step {
  const up = ['up', '--detach', '--no-deps', '--no-build', '--wait', '--wait-timeout', '180']
  return {
    does: 'restart',
    what: services.join(', '),
    apply: async () => void (await compose(...up, ...services)),
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
