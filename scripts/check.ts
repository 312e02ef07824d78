import { spawn } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** One part of the check: a command that exits 0 when all is well. */
interface Step {
  readonly name: string
  readonly args: readonly string[]
}

const root = join(import.meta.dirname, '..')
const bin = (path: string) => join(root, 'node_modules', path)

const SHARES = 3

// Suites that start processes of their own for every test are for `npm test`, containers for `npm run test:stack`.
const testFiles = globSync(
  '{core,auth,connectors,services,webapp,deploy,scripts,tests}/**/*.test.ts',
  { cwd: root, exclude: ['**/*.slow.test.ts', 'tests/end-to-end/**', 'tests/containers/**'] },
)
  .map((path) => ({ path, bytes: statSync(join(root, path)).size }))
  .sort((a, b) => b.bytes - a.bytes || a.path.localeCompare(b.path))
  .map(({ path }) => path)

/** One share of the files, in a process of its own: they mostly wait for databases and servers. */
function unitTests(share: number): Step {
  const files = testFiles.filter((_, index) => index % SHARES === share)
  return {
    name: `architecture and unit tests, ${files.length} of ${testFiles.length} files`,
    args: ['--test', '--test-isolation=none', '--test-reporter=dot', ...files],
  }
}

const steps: readonly Step[] = [
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  { name: 'types', args: [bin('typescript/bin/tsc'), '--noEmit', '-p', root] },
  { name: 'generated files', args: ['scripts/generate.ts', '--check'] },
  ...Array.from({ length: SHARES }, (_, share) => unitTests(share)),
]

interface Result {
  readonly step: Step
  readonly code: number
  readonly seconds: number
  readonly output: string
}

function run(step: Step): Promise<Result> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, step.args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({ step, code: code ?? 1, seconds: (performance.now() - began) / 1000, output }),
    )
  })
}

if (import.meta.main) {
  const began = performance.now()
  let failed = false
  const show = ({ step, code, seconds, output }: Result) => {
    failed ||= code !== 0
    console.log(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds.toFixed(1)} s)`)
    if (code !== 0) console.log(output)
  }
  const [tests, ...others] = [...steps].reverse().map((step) => run(step).then((r) => (show(r), r)))
  await Promise.all([tests, ...others])
  console.log(
    `${failed ? 'failed' : 'all good'} in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
  process.exitCode = failed ? 1 : 0
}
