import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { z } from 'zod'
import { BadRequest } from '#core/errors.ts'
import type { Io } from './io.ts'
import { placeOfSession } from './transcripts.ts'
import type { Workspace } from './workspace.ts'

const hookInput = z.object({ transcript_path: z.string() })

/**
 * What Claude Code calls at the end of a session: sends it by a process of its own and returns when that has begun, as
 * Claude Code waits for no hook when it ends itself (github.com/anthropics/claude-code/issues/41577). What the process
 * says is in `hook.log`, which `analyst doctor` reads.
 */
export async function pushInBackground(workspace: Workspace, io: Io): Promise<void> {
  const place = placeOfSession(io.claudeDir, await transcriptOf(io))
  const [node = '', ...program] = io.program
  await using log = await open(workspace.hookLog, 'w', 0o600)
  const args = ['sessions', 'push', '--dir', workspace.dir, '--', place]
  const child = spawn(node, [...program, ...args], {
    cwd: workspace.dir,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  await once(child, 'spawn')
  child.unref()
}

async function transcriptOf(io: Io): Promise<string> {
  const input = await text(io.stdin)
  try {
    return hookInput.parse(JSON.parse(input)).transcript_path
  } catch (cause) {
    throw new BadRequest('bad_hook', 'the hook’s input names no transcript', { cause })
  }
}
