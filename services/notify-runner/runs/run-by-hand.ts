import { runScript, type RunnerDeps, type RunResult } from './run-script.ts'
import type { Trigger } from './run-records.ts'

/** The queue before a run counts as well. */
const LONGEST_MS = 240_000

/** Runs a script because somebody asks for it now, who is told how it ends. */
export function runByHand(
  deps: RunnerDeps,
  run: {
    readonly username: string
    readonly name: string
    readonly trigger: Exclude<Trigger, 'schedule'>
  },
): Promise<RunResult> {
  return runScript(deps, run, AbortSignal.timeout(LONGEST_MS))
}
