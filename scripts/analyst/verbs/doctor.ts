import { runChecks } from '../checks.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace } from '../workspace.ts'

export default defineVerb({
  name: 'doctor',
  summary: 'Check everything that a sync and a query need, and say how to mend it',
  options: {
    dir: dirOption,
    deep: { type: 'boolean', description: 'Also compare every file with its hash' },
  },
  async run(values, io) {
    const results = await runChecks(findWorkspace(values.dir, io.cwd), io, values.deep)
    for (const { name, ok, detail, remedy } of results) {
      io.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${name}: ${detail}\n`)
      if (!ok && remedy !== undefined) io.stdout.write(`        remedy: ${remedy}\n`)
    }
    return results.every(({ ok }) => ok) ? 0 : 1
  },
})
