import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Middleware } from 'koa'
import { AppError, BadRequest, Conflict, NotFound } from '#core/errors.ts'
import { readForm } from '#core/http/body.ts'
import { paramOf } from '#core/http/param-of.ts'
import { Router } from '#core/http/router.ts'
import { checkCsrf } from '#core/portal/check-csrf.ts'
import { personOf, seeOther, sendFragment, type PageContext } from '#core/portal/page-context.ts'
import { editorPage } from '../pages/editor-page.ts'
import { scriptPage } from '../pages/script-page.ts'
import { scriptsPage } from '../pages/scripts-page.ts'
import { scriptsWidget } from '../pages/scripts-widget.ts'
import { starters } from '../pages/starters.ts'
import { forgetScript } from '../runs/forget-script.ts'
import { isPaused, setPaused } from '../runs/paused.ts'
import { runByHand } from '../runs/run-by-hand.ts'
import { listRuns } from '../runs/run-records.ts'
import type { RunnerDeps } from '../runs/run-script.ts'
import { quietUntil } from '../runs/told.ts'
import { readHeader } from '../workspace/script-header.ts'
import { listScripts } from './script-list.ts'

/** Twice the size of a script, which may be percent-encoded in the form. */
const FORM_BYTES = 768 * 1024

/** Tells one text from another: who edits a script gives back the mark of what they began with. */
const markOf = (source: string) => createHash('sha256').update(source).digest('base64url')

const taken = (name: string) =>
  new BadRequest('script_exists', `There is a script ${name} already`, {
    remedy: 'Give this one another name.',
  })

const changed = (name: string) =>
  new Conflict('script_changed', `${name} was changed elsewhere since you opened it`, {
    remedy: 'Save once more to replace that, or open the script in another window to see it.',
  })

/** The portal gives up after 30 seconds, and a script has a minute. */
const WAIT_MS = 20_000

/**
 * The pages of the portal: the list, one script with its runs, and the editor. Who runs a script waits `waitMs`
 * for its end, and then sees that it goes on.
 */
export function pageRoutes(deps: RunnerDeps, identity: Middleware, waitMs = WAIT_MS): Router {
  const { db, folders } = deps
  const usernameOf = (ctx: PageContext) => personOf(ctx).username
  const nameOf = (ctx: PageContext) => paramOf(ctx, 'name')

  async function showList(ctx: PageContext): Promise<void> {
    const scripts = await listScripts(deps, usernameOf(ctx))
    sendFragment(ctx, scriptsPage(scripts, personOf(ctx).csrf, new Date()))
  }

  async function showWidget(ctx: PageContext): Promise<void> {
    sendFragment(ctx, scriptsWidget(await listScripts(deps, usernameOf(ctx)), new Date()))
  }

  async function showScript(ctx: PageContext): Promise<void> {
    const name = nameOf(ctx)
    const source = await folders.read(usernameOf(ctx), name)
    const runs = await listRuns(db, usernameOf(ctx), { name, limit: 20 })
    const quiet = await quietUntil(db, usernameOf(ctx), name)
    const paused = await isPaused(db, usernameOf(ctx), name)
    const { csrf } = personOf(ctx)
    const view = { name, source, runs, quiet, paused, csrf, now: new Date() }
    sendFragment(ctx, scriptPage({ ...view, ...readHeader(source, name) }))
  }

  async function showEditor(ctx: PageContext): Promise<void> {
    const name = nameOf(ctx)
    const { csrf } = personOf(ctx)
    if (name !== '') {
      const source = await folders.read(usernameOf(ctx), name)
      return sendFragment(ctx, editorPage({ name, source, csrf, was: markOf(source) }))
    }
    const wanted = String(ctx.query['kind'] ?? 'sql')
    const starter = starters.find(({ kind }) => kind === wanted) ?? starters[0]
    sendFragment(ctx, editorPage({ ...starter, csrf }))
  }

  async function readLargeForm(ctx: PageContext, next: () => Promise<unknown>): Promise<void> {
    await readForm(ctx, FORM_BYTES)
    await next()
  }

  async function save(ctx: PageContext): Promise<void> {
    const form = await readForm(ctx)
    const name = form.get('name') ?? ''
    const source = (form.get('source') ?? '').replaceAll('\r\n', '\n')
    const isNew = form.get('new') === 'yes'
    let before: string | undefined
    try {
      before = await sourceOf(ctx, name)
      if (before !== undefined && isNew) throw taken(name)
      if (before !== undefined && markOf(before) !== (form.get('was') ?? markOf(before)))
        throw changed(name)
      await folders.write(usernameOf(ctx), name, source)
    } catch (mistake) {
      if (!(mistake instanceof AppError)) throw mistake
      // What somebody typed is not lost over a name; that of a script which is not there can be mended.
      ctx.status = mistake.status
      const was = isNew || before === undefined ? undefined : markOf(before)
      const view = { name, source, csrf: personOf(ctx).csrf, mistake }
      return sendFragment(ctx, editorPage({ ...view, ...(was !== undefined && { was }) }))
    }
    seeOther(ctx, `/scripts/${name}`)
  }

  /** Undefined where there is none yet. */
  function sourceOf(ctx: PageContext, name: string): Promise<string | undefined> {
    return folders.read(usernameOf(ctx), name).catch((error: unknown) => {
      if (error instanceof NotFound) return undefined
      throw error
    })
  }

  async function run(ctx: PageContext): Promise<void> {
    const wanted = { username: usernameOf(ctx), name: nameOf(ctx), trigger: 'portal' } as const
    const ended = runByHand(deps, wanted).then(() => true)
    if (!(await Promise.race([ended, sleep(waitMs, false, { ref: false })]))) {
      // The page shows that it runs, and later how it ended.
      ended.catch((error: unknown) => deps.log.error({ err: error }, 'a run could not be ended'))
    }
    seeOther(ctx, `/scripts/${nameOf(ctx)}`)
  }

  const pause = (paused: boolean) => async (ctx: PageContext) => {
    await setPaused(deps, { username: usernameOf(ctx), name: nameOf(ctx) }, paused)
    seeOther(ctx, `/scripts/${nameOf(ctx)}`)
  }

  async function remove(ctx: PageContext): Promise<void> {
    const form = await readForm(ctx)
    if (form.get('confirm') !== 'yes') {
      throw new BadRequest('not_confirmed', 'Tick the box first: a removed script is gone', {
        remedy: 'Go back and tick it.',
      })
    }
    await folders.remove(usernameOf(ctx), nameOf(ctx))
    await forgetScript(db, usernameOf(ctx), nameOf(ctx))
    seeOther(ctx, '/scripts')
  }

  return new Router()
    .get('/scripts', identity, showList)
    .get('/scripts/widget', identity, showWidget)
    .get('/scripts/new', identity, showEditor)
    .post('/scripts/save', identity, readLargeForm, checkCsrf, save)
    .get('/scripts/:name', identity, showScript)
    .get('/scripts/:name/edit', identity, showEditor)
    .post('/scripts/:name/run', identity, checkCsrf, run)
    .post('/scripts/:name/pause', identity, checkCsrf, pause(true))
    .post('/scripts/:name/resume', identity, checkCsrf, pause(false))
    .post('/scripts/:name/remove', identity, checkCsrf, remove)
}
