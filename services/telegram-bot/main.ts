import { ConfigError } from '#core/errors.ts'
import { createHttpApp } from '#core/http/app.ts'
import { portalIdentity } from '#core/http/portal-identity.ts'
import { openRateLimits } from '#core/http/rate-limits.ts'
import { startChannel, type Channel } from '#core/notifications/channel.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { botHealth } from './bot-health.ts'
import { deliver } from './channel/deliver.ts'
import type { BotDeps } from './commands/conversation.ts'
import { handleUpdate } from './commands/handle-update.ts'
import { linkedAmong } from './links/links.ts'
import { portalRouter } from './portal/portal-router.ts'
import { openRunner } from './runner/runner.ts'
import { sendRouter } from './send-api/send-router.ts'
import manifest from './service.ts'
import { openTelegram } from './telegram/telegram.ts'
import { runBot, type Bot, type BotState } from './updates/run-bot.ts'
import { WEBHOOK_PATH, webhookRouter } from './updates/webhook-router.ts'

const POLL_SECONDS = 30

/** The whole service: a channel of notifications, a bot that answers, a page of the portal. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, env, secrets, publicUrl, services, log, metrics } = deps
  const telegram = openTelegram(env.TELEGRAM_BOT_TOKEN, env.TELEGRAM_API_ROOT)
  const state: BotState = {}
  const botName = () => state.name
  const limits = openRateLimits(db)
  const runner = services.find(({ manifest: { id } }) => manifest.needs.some((need) => need === id))
  const bot: BotDeps = {
    db,
    log,
    telegram,
    limits,
    runner: runner && openRunner(runner, secrets.text('runner-token')),
    instanceName: deps.instance.name,
    page: new URL(manifest.portal.page.path, publicUrl),
    botName,
  }
  const webhook = webhookOf(env.TELEGRAM_MODE, deps)
  const identity = portalIdentity(secrets, manifest.id)
  const app = createHttpApp({
    service: manifest.id,
    log,
    metrics,
    health: () => botHealth(db, manifest.id, state),
    routers: [
      sendRouter({ db, telegram }, secrets.text('send-token')),
      ...(webhook ? [webhookRouter(db, webhook.secret)] : []),
      portalRouter({ db, limits, channel: manifest.id, identity, botName }),
    ],
  })
  const running: (Channel | Bot)[] = []
  return {
    handler: app.callback(),
    async start() {
      running.push(
        startChannel(deps, {
          name: manifest.id,
          reaches: (usernames) => linkedAmong(db, usernames),
          deliver: (notification, signal) => deliver({ db, telegram }, notification, signal),
        }),
        runBot({
          ...deps,
          telegram,
          state,
          webhook,
          pollSeconds: POLL_SECONDS,
          handle: (update, signal) => handleUpdate(bot, update, signal),
        }),
      )
    },
    async close() {
      await Promise.all(running.map((part) => part.close()))
    },
  }
}

function webhookOf(
  mode: string,
  { publicUrl, secrets }: Pick<ServiceDeps, 'publicUrl' | 'secrets'>,
) {
  if (mode === 'polling') return undefined
  if (mode !== 'webhook')
    throw new ConfigError([`TELEGRAM_MODE is ${mode}: it must be polling or webhook`])
  if (publicUrl.protocol !== 'https:')
    throw new ConfigError([
      `TELEGRAM_MODE=webhook needs a PUBLIC_URL with https, not ${publicUrl.href}: set it, or TELEGRAM_MODE=polling`,
    ])
  return { url: new URL(WEBHOOK_PATH, publicUrl), secret: secrets.text('telegram-webhook-secret') }
}

if (import.meta.main) await serveService(import.meta.dirname, { createApp })
