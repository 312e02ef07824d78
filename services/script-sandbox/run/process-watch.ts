import { readdirSync, readFileSync } from 'node:fs'

/** What a run may have: four of them and the service fit into what a container has in all. */
const MOST_TASKS = 64
const EVERY_MS = 100
/** Where a machine runs many processes, looking through them takes one part of this many of the time. */
const RARELY = 20
/** What reading says where there is no more to be had for a moment. */
const OF_A_FLOOD = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'])

/** Counts the processes and threads of runs: the kernel counts those of all runs of one user together. */
export interface ProcessWatch {
  /** Says once when a process group has too many, and nothing after its end. */
  watch(group: number, tooMany: () => void): Disposable
  /**
   * Whether a group that has had too many was there since a moment of `performance.now()`, or is there still: what is
   * ended holds its places until it is gone. All are looked at for it.
   */
  crowdedSince(moment: number): boolean
}

export function openProcessWatch(most = MOST_TASKS): ProcessWatch {
  const groups = new Map<number, () => void>()
  /** Those that have had too many and have them still. */
  const crowds = new Set<number>()
  let lastCrowded = -Infinity
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    if (groups.size + crowds.size === 0) return
    const tasks = tasksByGroup()
    const has = (group: number) => (tasks.get(group) ?? 0) > most
    for (const [group, tooMany] of groups) {
      if (!has(group)) continue
      groups.delete(group)
      crowds.add(group)
      tooMany()
    }
    for (const group of crowds) if (!has(group)) crowds.delete(group)
    if (crowds.size > 0) lastCrowded = performance.now()
  }

  function lookAgain(): void {
    const began = performance.now()
    try {
      look()
    } catch (error) {
      // What floods a machine with processes takes its files and memory too: all is looked at again soon.
      if (!OF_A_FLOOD.has((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
    const pause = Math.max(EVERY_MS, (performance.now() - began) * RARELY)
    timer = groups.size + crowds.size === 0 ? undefined : setTimeout(lookAgain, pause)
  }

  return {
    watch(group, tooMany) {
      groups.set(group, tooMany)
      timer ??= setTimeout(lookAgain, EVERY_MS)
      return {
        [Symbol.dispose]() {
          // Its number may be another one's by now.
          if (groups.get(group) === tooMany) groups.delete(group)
        },
      }
    },
    crowdedSince(moment) {
      look()
      return lastCrowded >= moment
    },
  }
}

/** How many processes and threads each process group of this machine has (proc_pid_stat(5)). */
function tasksByGroup(): ReadonlyMap<number, number> {
  const groups = new Map<number, number>()
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    const stat = statOf(pid)
    if (stat === undefined) continue
    // The name before it may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const group = Number(fields[2])
    groups.set(group, (groups.get(group) ?? 0) + Math.max(1, Number(fields[17])))
  }
  return groups
}

/** Undefined for one that is gone in the meantime. */
function statOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}
