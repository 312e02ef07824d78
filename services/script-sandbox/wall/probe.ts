import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '#core/errors.ts'
import { runInSandbox, type SandboxPlace } from '../run/run-in-sandbox.ts'
import type { Wall } from './wall.ts'

/** Whether a wall holds here: undefined when it does, else why it does not. */
export async function probeWall(place: SandboxPlace, wall: Wall): Promise<string | undefined> {
  try {
    const answer = await runInSandbox(place, wall, {
      id: 'probe',
      owner: 'probe',
      language: 'js',
      fileName: 'probe.mjs',
      source: await readFile(join(import.meta.dirname, '../inside/probe.mjs'), 'utf8'),
      tables: [],
      wallSeconds: 20,
    })
    if (answer.status !== 'ok') return reasonIn(answer.stderr) ?? `the probe ${answer.status}`
    const { through } = JSON.parse(answer.stdout) as { through: readonly string[] }
    return through.length === 0 ? undefined : `these got through: ${through.join(', ')}`
  } catch (error) {
    return messageOf(error)
  }
}

/** The line that says why: Node has its own version as the last one, and programs of the system whom to ask. */
function reasonIn(stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('Try '))
  return (lines.find((line) => /Error\b.*:/.test(line)) ?? lines.at(-1))?.trim()
}
