import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { AppError } from '#core/errors.ts'

/** Something that is sent as it is made. */
export interface LocalSource {
  readonly stream: Readable
  /** Resolves when all of it was made; an AppError when its end came too early. */
  whole(): Promise<void>
}

/** What a program prints. */
export function outputOf(program: string, args: readonly string[]): LocalSource {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close') as Promise<[number | null]>
  return {
    stream: child.stdout,
    async whole() {
      const [code] = await ended
      if (code !== 0) throw new AppError(500, 'command_failed', `${program} ended with ${code}`)
    },
  }
}

/** What is in a file. */
export function contentOf(file: string): LocalSource {
  return { stream: createReadStream(file), whole: () => Promise.resolve() }
}
