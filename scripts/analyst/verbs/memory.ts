import { join } from 'node:path'
import { BadRequest } from '#core/errors.ts'
import { memoryServer, type MemoryServer } from '../memory-server.ts'
import { pullRules } from '../place-rules.ts'
import { readIfPresent } from '#core/files/read-if-present.ts'
import { serverOf } from '../server-of.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace } from '../workspace.ts'

export default defineVerb({
  name: 'memory',
  summary: 'Share your notes with the team, and take its rules',
  positionals: '[push|pull]',
  details:
    'push sends CLAUDE.local.md; pull brings .claude/rules/km_*.md up to date, as each sync does. Without a\nword it does both.',
  options: { dir: dirOption },
  async run(values, io, [what = 'both', ...more]) {
    if (!['push', 'pull', 'both'].includes(what) || more.length > 0) {
      throw new BadRequest('bad_arguments', 'it takes push or pull')
    }
    const workspace = findWorkspace(values.dir, io.cwd)
    const { url, access } = await serverOf(workspace, io)
    const server = memoryServer(url, access, io.signal)
    if (what !== 'pull') io.stdout.write(await push(server, workspace.dir))
    if (what !== 'push') {
      io.stdout.write(`${(await pullRules(server, workspace.dir)) ?? 'rules: nothing changed'}\n`)
    }
  },
})

async function push(server: MemoryServer, dir: string): Promise<string> {
  const note = await readIfPresent(join(dir, 'CLAUDE.local.md'))
  if (note === undefined) return 'no CLAUDE.local.md: nothing to send\n'
  await server.push(note)
  return 'CLAUDE.local.md is sent; it is read within half an hour\n'
}
