import type { Context } from 'koa'
import { NotFound } from '#core/errors.ts'
import { html, type Html } from '#core/html.ts'
import { readForm } from '#core/http/body.ts'
import type { Router } from '#core/http/router.ts'
import { listDevices, unlinkDevice, type DeviceRecord } from '#core/identity/devices.ts'
import type { Person } from '#core/identity/people.ts'
import { exactTime } from '#core/portal/exact-time.ts'
import { seeOther } from '#core/portal/page-context.ts'
import { auditDevice } from './audit-device.ts'
import type { Desktop } from './desktop.ts'

/** The section of the account page: what acts for the person, and how to end it. */
export async function devicesPart(desktop: Desktop, ctx: Context, person: Person): Promise<Html> {
  const devices = await listDevices(desktop.db, person.id)
  return html`<section class="card" id="devices">
    <header>
      <div>
        <h2>Linked devices</h2>
        <p class="muted">
          Programs that act for you. Got a code from one? <a href="/device">Connect it</a>.
        </p>
      </div>
    </header>
    ${
      devices.length === 0
        ? html`<p class="muted">None. <code>analyst login</code> links one.</p>`
        : html`<ul class="list">
            ${devices.map((device) => deviceItem(device, desktop.csrfField(ctx)))}
          </ul>`
    }
  </section>`
}

function deviceItem({ id, name, address, createdAt, lastUsedAt }: DeviceRecord, csrf: Html): Html {
  return html`<li>
    <div class="spread">
      <div>
        <strong>${name}</strong>
        <p class="small muted">
          ${address && html`${address} · `}linked ${exactTime(createdAt)} ·
          ${lastUsedAt ? html`last used ${exactTime(lastUsedAt)}` : 'never used'}
        </p>
      </div>
      <form method="post" action="/account/devices/${id}/unlink">
        ${csrf}
        <button class="button small danger" aria-label="Unlink ${name}">Unlink</button>
      </form>
    </div>
  </li>`
}

/** POST /account/devices/:id/unlink; somebody else's device is as unknown as none. */
export function accountRoutes(desktop: Desktop, router: Router): Router {
  return router.post('/account/devices/:id/unlink', async function unlink(ctx) {
    const person = await desktop.requirePerson(ctx)
    desktop.requireCsrf(ctx, await readForm(ctx))
    const id = String(ctx['params'].id)
    const device = (await listDevices(desktop.db, person.id)).find((one) => one.id === id)
    if (!device || !(await unlinkDevice(desktop.db, { id, personId: person.id }))) {
      throw new NotFound('unknown_device', 'You have no such device.')
    }
    await auditDevice(desktop, ctx, 'device.unlink', person.email, device.name)
    seeOther(ctx, '/account?done=device-unlinked')
  })
}
