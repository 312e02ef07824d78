import chromium from '@sparticuz/chromium'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium as playwright, type Browser } from 'playwright-core'

const run = promisify(execFile)
const packageDir = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium')

/** A real Chromium without a window, from the package alone: nothing has to be installed before. */
export async function openBrowser(): Promise<Browser> {
  const dir = await unpackedChromium()
  return playwright.launch({
    executablePath: join(dir, 'chromium'),
    args: chromium.args,
    headless: true,
    env: { ...process.env, FONTCONFIG_PATH: join(dir, 'fonts') } as Record<string, string>,
  })
}

/**
 * The folder with the browser, which appears complete or not at all. The package unpacks in place: a test
 * that begins meanwhile would start half a program, and one that is killed would leave it for ever.
 */
async function unpackedChromium(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
    version: string
  }
  const dir = join(tmpdir(), `ai-data-analyst-chromium-${version}`)
  if (existsSync(dir)) return dir
  const staging = await mkdtemp(`${dir}-`)
  try {
    const unpack = `await (await import('@sparticuz/chromium')).default.executablePath()`
    await run(process.execPath, ['--input-type=module', '-e', unpack], {
      cwd: packageDir,
      env: { ...process.env, TMPDIR: staging },
    })
    const fonts = join(staging, 'fonts/fonts.conf')
    const names = await readFile(fonts, 'utf8')
    await writeFile(fonts, names.replaceAll('/tmp/fonts', join(dir, 'fonts')))
    await rename(staging, dir)
  } catch (error) {
    // Another test was faster: its folder is as good.
    if (!existsSync(dir)) throw error
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  return dir
}
