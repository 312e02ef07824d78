import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { AppError, messageOf } from '#core/errors.ts'
import { publishFile } from '#core/files/publish-file.ts'
import { note, type Io } from './io.ts'
import { pushTranscript, type PushRecord } from './push-transcript.ts'
import { readJsonIfPresent } from './read-json.ts'
import type { SessionServer } from './session-server.ts'
import { projectsIn, transcriptName, transcriptsIn } from './transcripts.ts'
import type { Workspace } from './workspace.ts'

const records = z.record(z.string(), z.object({ done: z.number(), head: z.string() }))

/**
 * Sends what is new in files and folders, all projects when none is named. One transcript that cannot be sent is told
 * and keeps no other from it; resolves to the exit code.
 */
export async function pushTranscripts(
  server: SessionServer,
  { pushed: place }: Workspace,
  io: Io,
  given: readonly string[],
): Promise<number> {
  const known: Record<string, PushRecord> = {
    ...records.catch({}).parse(await readJsonIfPresent(place)),
  }
  const all = projectsIn(io.claudeDir)
  const files = await transcriptsIn(given.length > 0 ? given : existsSync(all) ? [all] : [])
  let sent = 0
  let failed = 0
  for (const file of files) {
    const name = transcriptName(io.claudeDir, file)
    const pushed = await pushTranscript(server, file, name, known[file]).catch((error: unknown) => {
      if (!isOfOneFile(error)) throw error
      note(io, `${file}: ${messageOf(error)}`)
      failed += 1
    })
    if (pushed === undefined) continue
    if (pushed === 'left-out') {
      note(io, `${basename(file)}: you left it out`)
      continue
    }
    const before = known[file]
    if (pushed.done !== before?.done || pushed.head !== before.head) sent += 1
    known[file] = pushed
    await publishFile(place, JSON.stringify(known), 0o600)
  }
  io.stdout.write(`${sent} of ${files.length} transcripts had something new\n`)
  return failed > 0 ? 1 : 0
}

/** What cannot be read or is not taken, as opposed to a server that takes nothing at all. */
function isOfOneFile(error: unknown): boolean {
  if (error instanceof AppError)
    return [400, 413].includes(error.status) || error.code === 'bad_offset'
  return ['ENOENT', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')
}
