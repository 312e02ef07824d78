import assert from 'node:assert/strict'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { codeFiles, importsOf, projectFiles, type SourceFile } from './source-files.ts'

const root = join(import.meta.dirname, '..')
const files = codeFiles(root)
const modules = files.filter(({ path }) => path.endsWith('.ts'))

/** The part of the tree a file belongs to: a layer, and the unit where the layer is made of units. */
function partOf(path: string): { layer: string; unit: string } {
  const [layer = '', unit = ''] = path.split('/')
  return { layer, unit: ['auth', 'connectors', 'services'].includes(layer) ? unit : '' }
}

const isTest = (path: string) => path.endsWith('.test.ts') || path.startsWith('tests/')

/** The project's own files that a module imports, as paths from the root. */
function ownImports({ path, text }: SourceFile): readonly string[] {
  return importsOf(text).flatMap((name) => {
    if (name.startsWith('#core/')) return [`core/${name.slice('#core/'.length)}`]
    return name.startsWith('.') ? [normalize(join(dirname(path), name))] : []
  })
}

const below: Readonly<Record<string, readonly string[]>> = {
  core: [],
  auth: ['core'],
  connectors: ['core'],
  services: ['core'],
  webapp: ['core'],
  deploy: ['core'],
  scripts: ['core', 'deploy'],
  examples: ['core'],
}

function isAllowed(from: string, to: string): boolean {
  if (isTest(from) && to.startsWith('tests/')) return true
  if (from.startsWith('tests/')) return true
  const [source, target] = [partOf(from), partOf(to)]
  if (source.layer === target.layer) return source.unit === target.unit
  return below[source.layer]?.includes(target.layer) ?? false
}

test('the checks below see the project', () => {
  assert.ok(modules.length > 100, `only ${modules.length} modules were found`)
  const edges = modules.flatMap(ownImports)
  assert.ok(edges.length > 300, `only ${edges.length} imports were found`)
  for (const layer of Object.keys(below)) {
    assert.ok(
      modules.some(({ path }) => partOf(path).layer === layer),
      `no module of ${layer} was seen`,
    )
  }
})

// V8 misjudges them once a process holds much compiled code: docs/decisions/007-no-modifiers-within-patterns.md.
test('no pattern has modifiers within: a process that runs for long would overlook what it means', () => {
  const modifiers = /\(\?[ims]{0,3}-?[ims]{1,3}:/
  assert.ok(modifiers.test(['a(?', '-i:b)'].join('')))
  for (const { path, text } of files) {
    if (path !== 'tests/architecture.test.ts') assert.doesNotMatch(text, modifiers, path)
  }
})

test('the rule itself tells a good import from a bad one', () => {
  assert.ok(isAllowed('services/data-sync/main.ts', 'core/service.ts'))
  assert.ok(isAllowed('services/data-sync/main.ts', 'services/data-sync/engine/engine.ts'))
  assert.ok(!isAllowed('services/data-sync/main.ts', 'connectors/files/index.ts'))
  assert.ok(!isAllowed('services/data-sync/main.ts', 'services/other/main.ts'))
  assert.ok(!isAllowed('core/service.ts', 'webapp/main.ts'))
  assert.ok(!isAllowed('webapp/main.ts', 'scripts/stack.ts'))
  assert.deepEqual(importsOf("import type { A } from '#core/a.ts'\nawait import('./b.ts')"), [
    '#core/a.ts',
    './b.ts',
  ])
})

test('imports point from scripts over units to core, and units never see one another', () => {
  const wrong = modules.flatMap((module) =>
    ownImports(module)
      .filter((target) => !isAllowed(module.path, target))
      .map((target) => `${module.path} -> ${target}`),
  )
  assert.deepEqual(wrong, [])
})

test('no module makes folders by Node’s own recursive mkdir, which may never come back', () => {
  const recursive = /\bmkdir(Sync)?\([^;{]*\{[^}]*recursive: true/
  assert.match('await mkdir(dirname(path), {\n  recursive: true })', recursive)
  const wrong = modules.filter(({ path, text }) => !isTest(path) && recursive.test(text))
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  )
})

test('modules of core are imported from elsewhere as #core/…', () => {
  const wrong = modules
    .filter(({ path }) => !path.startsWith('core/'))
    .filter(({ text }) => importsOf(text).some((name) => /^\.\.?\/(.*\/)?core\//.test(name)))
  assert.deepEqual(
    wrong.map(({ path }) => path),
    [],
  )
})

test('the webapp names no service and no provider, and data-sync no connector', () => {
  const names = (kind: string) => [
    ...new Set(
      modules
        .map(({ path }) => path.split('/'))
        .flatMap(([top, id]) => (top === kind && id ? [id] : [])),
    ),
  ]
  const code = (prefix: string) =>
    modules.filter(({ path }) => path.startsWith(prefix) && !isTest(path))
  for (const id of [...names('services'), ...names('auth')]) {
    for (const { path, text } of code('webapp/')) {
      assert.ok(!text.includes(`'${id}'`), `${path} names ${id}`)
    }
  }
  for (const id of names('connectors')) {
    for (const { path, text } of code('services/data-sync/')) {
      assert.ok(!text.includes(`'${id}'`), `${path} names ${id}`)
    }
  }
})

test('no file is longer than 300 lines', () => {
  const long = files.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)
  assert.deepEqual(long, [])
})

test('half of the modules have less than 70 lines', () => {
  const lengths = modules
    .filter(({ path }) => !isTest(path))
    .map(({ text }) => text.split('\n').length)
    .sort((a, b) => a - b)
  assert.ok((lengths[Math.floor(lengths.length / 2)] ?? 0) < 70)
})

test('there is one package.json', () => {
  const found = projectFiles(root).filter((path) => path.endsWith('package.json'))
  assert.deepEqual(found, ['package.json'])
})

test('only the entry points read the environment or end the process', () => {
  const entries =
    /^(scripts\/(stack|analyst|check|generate|install)\.[tj]s|tests\/|core\/run\/(serve|run)|services\/[\w-]+\/inside\/)/
  const wrong = modules
    .filter(
      ({ path, text }) =>
        !entries.test(path) && !isTest(path) && /process\.env|process\.exit\(/.test(text),
    )
    .map(({ path }) => path)
  assert.deepEqual(wrong, [])
})

test('nothing is hidden from the type checker or from a failing test', () => {
  const forbidden =
    /@ts-(ignore|expect-error|nocheck)|\bas any\b|: any\b|\.skip\(|\.only\(|catch \{\s*\}/
  const wrong = modules
    .filter(({ path, text }) => path !== 'tests/architecture.test.ts' && forbidden.test(text))
    .map(({ path }) => path)
  assert.deepEqual(wrong, [])
})
