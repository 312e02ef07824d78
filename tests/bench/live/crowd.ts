import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LiveClient } from './live-client.ts'
import type { Load } from './load.ts'
import type { LiveServer } from './servers.ts'

/** Connections that are open at the same time. */
export const CROWD = 10_000
const STEP = 1000
/** What a client that reads nothing is sent. */
const STALLED_BYTES = 16 * 1024 * 1024

/** What many connections at once cost. */
export interface CrowdFigures {
  /** Resident memory for each of them, and for all, in KB. */
  readonly idleKb: number
  readonly allKb: number
  /** CPU time that one more connection takes with few and with many there, in microseconds. */
  readonly firstUs: number
  readonly lastUs: number
  /** Until all who were cut at once are back and have what they missed, in milliseconds. */
  readonly stormMs: number
  /** What a client that reads nothing adds to the memory, in KB. */
  readonly stalledKb: number
}

/** Measures a server that has done nothing else yet: memory that was once used stays with a process. */
export async function measureCrowd({ pid }: LiveServer, load: Load): Promise<CrowdFigures> {
  const clients = Array.from({ length: CROWD }, (_, n) => load.client(`crowd${n}`))
  const before = residentKb(pid)
  const costs: number[] = []
  for (let at = 0; at < CROWD; at += STEP) {
    const cpu = cpuMs(pid)
    await load.join(clients.slice(at, at + STEP), 64, null)
    costs.push(((cpuMs(pid) - cpu) * 1000) / STEP)
  }
  await sleep(3000)
  const allKb = Math.max(0, residentKb(pid) - before)
  const stalledKb = await stalled(pid, load)
  // The very first ones pay for compiling what all the others use.
  const [, firstUs = 0] = costs
  const figures = { idleKb: allKb / CROWD, allKb, firstUs, lastUs: costs.at(-1) ?? 0, stalledKb }
  return { ...figures, stormMs: await stormOf(clients, load, true) }
}

/** The same for a server that remembers nothing: the time until all are back, in milliseconds. */
export async function storm(load: Load): Promise<number> {
  const clients = Array.from({ length: CROWD }, (_, n) => load.client(`crowd${n}`))
  await load.join(clients)
  return stormOf(clients, load, false)
}

async function stormOf(
  clients: readonly LiveClient[],
  load: Load,
  replays: boolean,
): Promise<number> {
  for (const client of clients) client.cut()
  await sleep(1000)
  if (replays) await load.tell(clients.map((_, n) => `crowd${n}`))
  load.received = 0
  const began = performance.now()
  await load.join(clients, CROWD)
  if (replays) await load.arrived(() => load.received >= CROWD)
  const took = performance.now() - began
  if (replays && load.received < CROWD) throw new Error(`only ${load.received} were replayed`)
  for (const client of clients) client.cut()
  await sleep(1000)
  return took
}

async function stalled(pid: number, load: Load): Promise<number> {
  const [reader, client] = [load.client('reader'), load.client('stalled')]
  await load.join([reader, client])
  client.stall()
  // Storing and sending take memory too, until the heap has its size.
  for (let round = 0; round < 10 && (await grownBy('reader', pid, load)) > 1024; round += 1);
  const grown = await grownBy('stalled', pid, load)
  for (const one of [reader, client]) one.cut()
  return grown
}

/** How much memory, in KB, a process has more at most while somebody is told much. */
async function grownBy(username: string, pid: number, load: Load): Promise<number> {
  const before = residentKb(pid)
  let most = before
  for (let sent = 0; sent < STALLED_BYTES; sent += 100 * 256) {
    await load.tell(Array.from({ length: 100 }, () => username))
    most = Math.max(most, residentKb(pid))
  }
  return most - before
}

function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

/** User and system time of a process so far; the kernel counts it in hundredths of a second (proc(5)). */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}
