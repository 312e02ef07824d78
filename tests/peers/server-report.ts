import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { format } from 'prettier'
import { inNamespaces } from './server-machine.ts'

const FILE = join(import.meta.dirname, '../../docs/server-test.md')

const HEAD = `<!-- Written by \`npm run test:server\`. Do not edit. -->

# A server's life, as last run

Each section is the last run of one way to run the stack on one kind of machine ([tests/server](../tests/server/README.md)).
The machine had other work at the same time: the times compare nothing.
`

const MACHINE = inNamespaces ? 'Debian 13’s systemd in namespaces' : 'Debian 13 in QEMU, emulated'

/** What a run saw, step by step. */
export interface ServerReport {
  /** Does something and notes how it ended and how long it took. */
  timed<T>(what: string, run: () => Promise<T>): Promise<T>
  /** Notes what was found beside. */
  note(what: string, result: string, time?: string): void
  /** Puts it into docs/server-test.md, in the place of the run before. */
  write(): Promise<void>
}

/** The report of one way to run the stack, on the machine that this run has. */
export function serverReport(kind: string): ServerReport {
  const rows: string[] = []
  const note: ServerReport['note'] = (what, result, time = '') =>
    void rows.push(`| ${what} | ${result} | ${time} |`)
  return {
    note,
    async timed(what, run) {
      const began = performance.now()
      const time = () => `${Math.round((performance.now() - began) / 1000)} s`
      try {
        const result = await run()
        note(what, 'well', time())
        return result
      } catch (error) {
        note(what, 'FAILED', time())
        throw error
      }
    },
    async write() {
      const title = `${kind}, ${MACHINE}`
      const date = new Date().toISOString().slice(0, 10)
      const table = ['| Step | Result | Time |', '| --- | --- | --- |', ...rows].join('\n')
      const others = (await sections()).filter((section) => !section.startsWith(`${title}\n`))
      const all = [...others, `${title}\n\nRun on ${date}.\n\n${table}\n`].sort()
      await writeFile(FILE, await format([HEAD, ...all].join('\n## '), { parser: 'markdown' }))
    },
  }
}

async function sections(): Promise<readonly string[]> {
  const text = await readFile(FILE, 'utf8').catch(() => '')
  return text.split('\n## ').slice(1)
}
