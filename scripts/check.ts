import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One part of the check: a command that exits 0 when all is well. */
interface Step {
  readonly name: string
  readonly args: readonly string[]
}

const root = join(import.meta.dirname, '..')
const bin = (path: string) => join(root, 'node_modules', path)
// What did not change since the last check is not checked again: that is 9 s of work instead of 70 (2 cores).
const cache = (name: string) => join(root, 'node_modules', '.cache', 'check', name)

// Suites that start processes of their own for every test are for `npm test`, containers for `npm run test:stack`.
const testFiles = globSync(
  '{core,auth,connectors,services,webapp,deploy,scripts,tests}/**/*.test.ts',
  {
    cwd: root,
    exclude: ['**/*.slow.test.ts', 'tests/{end-to-end,containers,server}/**'],
  },
)
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  .sort((a, b) => b.text.length - a.text.length || a.path.localeCompare(b.path))

/** The peers of tests that are a database, a browser or a server, and those that are built on them. */
const heavyPeers = new Set([
  'postgres',
  'chromium',
  'stack',
  'http-app',
  'publisher',
  'distribution',
])
const peers = globSync('tests/peers/*.ts', { cwd: root }).map((path) => ({
  name: path.replace(/^.*\/|\.ts$/g, ''),
  text: readFileSync(join(root, path), 'utf8'),
}))
for (let before = -1; before !== heavyPeers.size;) {
  before = heavyPeers.size
  for (const { name, text } of peers) if (isIntegration(text)) heavyPeers.add(name)
}

/** Whether a file has a real database, server or browser behind it: `npm run test:integration`. */
function isIntegration(text: string): boolean {
  const imported = text.matchAll(/from '(?:[./]+\/(?:tests\/)?peers|\.)\/([a-z-]+)\.ts'/g)
  return [...imported].some(([, name = '']) => heavyPeers.has(name))
}

const unit = testFiles.filter(({ text }) => !isIntegration(text)).map(({ path }) => path)
const integration = testFiles.filter(({ text }) => isIntegration(text)).map(({ path }) => path)

/** Each share of the files has a process of its own: they mostly wait for databases and servers. */
function testSteps(name: string, files: readonly string[], shares: number): readonly Step[] {
  return Array.from({ length: shares }, (_, share) => {
    const own = files.filter((_file, index) => index % shares === share)
    return {
      name: `${name}, ${own.length} of ${files.length} files`,
      // A test that waits for ever, or leaves a process behind, fails the run instead of stopping it.
      args: [
        '--test',
        '--test-isolation=none',
        '--test-timeout=600000',
        '--test-force-exit',
        '--test-reporter=dot',
        ...own,
      ],
    }
  })
}

const suites: Readonly<Record<string, () => readonly Step[]>> = {
  check: () => [
    {
      name: 'format',
      args: [
        ...[bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
        ...['--cache', '--cache-strategy=content', '--cache-location', cache('prettier')],
      ],
    },
    {
      name: 'types',
      args: [
        ...[bin('typescript/bin/tsc'), '--noEmit', '-p', root],
        ...['--incremental', '--tsBuildInfoFile', cache('tsc.json')],
      ],
    },
    { name: 'generated files', args: ['scripts/generate.ts', '--check'] },
    ...testSteps('architecture and unit tests', unit, 2),
  ],
  integration: () => testSteps('integration tests', integration, 3),
}

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
  const steps = suites[process.argv[2] ?? 'check']?.()
  if (!steps) throw new Error(`node scripts/check.ts [${Object.keys(suites).join('|')}]`)
  if (unit.length === 0 || integration.length === 0) throw new Error('no tests were found')
  await Promise.all([...steps].reverse().map(async (step) => show(await run(step))))
  console.log(
    `${failed ? 'failed' : 'all good'} in ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
  process.exitCode = failed ? 1 : 0
}
