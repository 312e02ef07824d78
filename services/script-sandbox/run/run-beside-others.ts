import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '#core/errors.ts'
import type { Wall } from '../wall/wall.ts'
import { runInSandbox, type SandboxPlace } from './run-in-sandbox.ts'
import type { RunAnswer, RunRequest } from './run-request.ts'

const TRIES = 3
const LOOKS = 100
const LOOK_EVERY_MS = 100

/**
 * Runs one program as `runInSandbox` does, and once more when it failed while another run took all processes that there
 * are: until that one is gone nobody else can start any. Nothing of the first try is left, as a run changes nothing
 * outside its folder. Unavailable('crowded') when it went so three times.
 */
export async function runBesideOthers(
  place: SandboxPlace,
  wall: Wall,
  request: RunRequest,
  left: AbortSignal,
): Promise<RunAnswer> {
  const { processes } = place
  for (let tries = 0; tries < TRIES && !left.aborted; tries += 1) {
    const began = performance.now()
    const wasCrowded = () => !left.aborted && processes.crowdedSince(began)
    try {
      const answer = await runInSandbox(place, wall, request, left)
      if (answer.status !== 'failed' || !wasCrowded()) return answer
    } catch (error) {
      // The first process of it could not be started.
      if (!wasCrowded()) throw error
    }
    for (let look = 0; look < LOOKS && processes.crowdedSince(performance.now()); look += 1)
      await sleep(LOOK_EVERY_MS)
  }
  throw new Unavailable('crowded', 'Other scripts took all processes that there are', {
    remedy: 'Try again in a minute.',
  })
}
