import type { AdmissionRules } from '#core/identity/admission.ts'
import { discoverUnits } from '#core/discover.ts'
import { createHttpApp } from '#core/http/app.ts'
import { openRateLimits } from '#core/http/rate-limits.ts'
import { PORTAL_IDENTITY_SECRET } from '#core/http/portal-identity.ts'
import { serveService } from '#core/run/serve-service.ts'
import type { ServiceApp, ServiceDeps } from '#core/service.ts'
import { checkAuthProvider } from '#core/unit-check.ts'
import { auditRouter } from './admin/audit-router.ts'
import { groupsRouter } from './admin/groups-router.ts'
import { outboxRouter } from './admin/outbox-router.ts'
import { peopleRouter } from './admin/people-router.ts'
import { analystProgramRouter } from './analyst-program.ts'
import { loadAssets } from './assets.ts'
import { openMail } from './mail.ts'
import { createPortal } from './portal.ts'
import { setUpProviders } from './providers.ts'
import { securityHeaders } from './requests/security-headers.ts'
import { signInFirst } from './requests/sign-in-first.ts'
import { showError } from './requests/show-error.ts'
import { createVisits } from './requests/visits.ts'
import { accountRouter, accountShower } from './routes/account-router.ts'
import { firstAdministratorRouter } from './routes/first-administrator-router.ts'
import { healthRouter } from './routes/health-router.ts'
import { homeRouter } from './routes/home-router.ts'
import { loginRouter } from './routes/login-router.ts'
import { meRouter } from './routes/me-router.ts'
import { tokensRouter } from './routes/tokens-router.ts'
import type manifest from './service.ts'
import { forward } from './services/forward.ts'
import { identitySigner } from './services/identity-signer.ts'
import { upkeep } from './upkeep.ts'

/** The portal: its own pages, the ways to sign in that `auth/` holds, and the services' pages. */
export async function createApp(deps: ServiceDeps<(typeof manifest)['env']>): Promise<ServiceApp> {
  const { db, secrets, publicUrl, paths, log, metrics } = deps
  const assets = await loadAssets()
  const visits = createVisits({ db, secrets, publicUrl })
  const portal = createPortal(deps, assets.urls, visits, openRateLimits(db))
  const providers = setUpProviders(
    portal,
    await discoverUnits(paths.root, 'auth', checkAuthProvider),
  )
  const sign = identitySigner(secrets.text(PORTAL_IDENTITY_SECRET))
  const mail = openMail(deps)
  const { AUDIT_KEEP_DAYS: auditDays, INBOX_KEEP_DAYS: inboxDays } = deps.env
  const admit = (rules: AdmissionRules) => (portal.rules = rules)
  const keeping = upkeep(deps, { auditDays, inboxDays, admit })
  const showAccount = accountShower(portal, providers)

  const app = createHttpApp({
    service: deps.manifest.id,
    log,
    metrics,
    headers: securityHeaders(publicUrl),
    renderError: (ctx, problem) => showError(portal, ctx, problem),
    identity: signInFirst(visits),
    routers: [
      assets.router,
      healthRouter(portal, providers),
      loginRouter(portal, providers),
      firstAdministratorRouter(portal, providers),
      homeRouter(portal, sign),
      accountRouter(portal, showAccount),
      tokensRouter(portal, showAccount),
      meRouter(portal),
      peopleRouter(portal, providers),
      groupsRouter(portal),
      auditRouter(portal, auditDays),
      outboxRouter(portal, mail.delivers),
      analystProgramRouter(paths.root),
      ...providers.active.map(({ provider, context }) => provider.router(context)),
    ],
  })
  app.use(forward(portal, sign))
  app.proxy = deps.env.TRUSTED_PROXIES > 0
  app.maxIpsCount = deps.env.TRUSTED_PROXIES
  return {
    handler: app.callback(),
    async start() {
      mail.start()
      await keeping.start()
      for (const { provider, context } of providers.active) await provider.start?.(context)
    },
    async close() {
      await keeping.close()
      await mail.close()
    },
  }
}

if (import.meta.main) await serveService(import.meta.dirname, { createApp })
