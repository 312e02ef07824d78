import { createInterface } from 'node:readline/promises'
import { stdin, stderr } from 'node:process'
import { BadRequest } from '#core/errors.ts'
import type { OnceContext } from '#core/run/run-once.ts'
import { homesOfPeople } from '#core/identity/homes-of-people.ts'
import { readEnv } from '#core/env.ts'
import { curateNotes } from './curate/curate-notes.ts'
import { curatorOf } from './curate/curator-of.ts'
import manifest from './service.ts'
import { backUp } from './catalogue/back-up.ts'
import { collect } from './catalogue/collect.ts'
import { problemsOf, reportOf, summaryOf } from './catalogue/report-of.ts'
import { installAll } from './rules/install-all.ts'
import { readNotes } from './notes/read-notes.ts'

export const byHand = {
  summary: 'Reads everyone’s notes once and prints what they say.',
  resets: 'the catalogue, with votes and decisions',
}

/** `main.ts --once`: one collection that says what it found; with `--reset` from nothing again. */
export async function collectByHand(context: OnceContext): Promise<void> {
  const { installation, storage, dryRun, reset, json, out, log } = context
  const { homesDir, dataDir } = installation.paths
  if (reset && !dryRun) {
    await ask(context)
    const file = await backUp(storage.db, dataDir)
    const undo = `npm run -s stack -- memory restore ${file}`
    log.warn({ file, undo }, 'the catalogue was saved and emptied')
  }
  const env = readEnv(manifest.env, installation.rawEnv)
  const read = await readNotes(homesDir, await homesOfPeople(storage.db, homesDir))
  const curator = dryRun ? undefined : curatorOf(env)
  const tokensPerDay = env.CORPORATE_MEMORY_TOKENS_PER_DAY
  const curated = await curateNotes(storage.db, read, curator, { tokensPerDay, log })
  const fromNothing = dryRun && reset
  const collected = await collect(storage.db, read, { dryRun, fromNothing, curated })
  if (!dryRun) {
    const { failed } = await installAll(storage.db, homesDir)
    for (const each of failed) log.warn(each, 'rules could not be written')
  }
  const report = reportOf(collected)
  if (json) return out(JSON.stringify(report, null, 2))
  out(summaryOf(collected))
  for (const { username, reason } of problemsOf(collected)) out(`${username}: not read: ${reason}`)
}

async function ask({ yes }: OnceContext): Promise<void> {
  if (yes) return
  if (!stdin.isTTY) {
    throw new BadRequest('not_confirmed', 'This empties the catalogue, with votes and decisions', {
      remedy: 'Say --yes; a backup is kept.',
    })
  }
  const prompt = createInterface({ input: stdin, output: stderr })
  const answer = await prompt.question('Empty the catalogue, with votes and decisions? Type yes: ')
  prompt.close()
  if (answer.trim() !== 'yes') throw new BadRequest('not_confirmed', 'Nothing was changed')
}
