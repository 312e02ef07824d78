import type { ServiceDeps } from '#core/service.ts'
import type { IncomingMessage, RequestListener } from 'node:http'
import { MARK_EVENT, markBySeq } from '#core/notifications/mark.ts'
import { createAdmit, type Admit } from './connections/admit.ts'
import type { Connection } from './connections/connection.ts'
import { drain } from './connections/drain.ts'
import { createJoin } from './connections/join.ts'
import { startPulse } from './connections/pulse.ts'
import { Registry } from './connections/registry.ts'
import { createSender } from './connections/sender.ts'
import { createTalk } from './connections/talk.ts'
import { tellMark } from './connections/tell-mark.ts'
import { createDispatchHandler } from './dispatch/dispatch-handler.ts'
import { gatewayMetrics } from './gateway-metrics.ts'
import { startAcknowledgements } from './log/acknowledgements.ts'
import { createAsk } from './log/ask-database.ts'
import { databaseTrouble } from './log/database-trouble.ts'
import { createDelivery } from './log/delivery.ts'
import { followLog } from './log/follow-log.ts'
import { createStore } from './log/store.ts'
import { authErrorFrame, CLOSE } from './protocol/server-message.ts'
import type manifest from './service.ts'
import { readToken, type TokenRules } from './tokens/read-token.ts'
import { rememberTokens } from './tokens/remember-tokens.ts'
import { watchAccess } from './tokens/watch-access.ts'

export type GatewayDeps = ServiceDeps<(typeof manifest)['env']>

/** Connections on one side, senders on the other, and the log in PostgreSQL between them. */
export interface Gateway {
  readonly admit: Admit
  /** Clients that were let in. */
  readonly connections: number
  /** Why nothing can be stored or brought at present. */
  trouble(): Promise<string | undefined>
  /** What senders ask; everything else goes to `next`. */
  dispatchHandler(
    mayDispatch: (request: IncomingMessage) => boolean,
    next: RequestListener,
  ): RequestListener
  /** Sends every client away to come back; nobody is let in from now on. */
  drain(): Promise<void>
  close(): Promise<void>
}

export async function openGateway(deps: GatewayDeps, rules: TokenRules): Promise<Gateway> {
  const { db, env, events, log } = deps
  let draining = false
  const registry = new Registry({
    perUser: env.MAX_CONNECTIONS_PER_USER,
    silent: env.MAX_SILENT_CONNECTIONS,
    silentPerAddress: env.MAX_SILENT_PER_ADDRESS,
  })
  const sender = createSender((connection, reason) => {
    metrics.evicted(reason)
    leave(connection)
  })
  const metrics = gatewayMetrics(deps.metrics, registry, sender)
  const delivery = createDelivery(registry, sender, (frames) => metrics.delivered(frames))
  const follower = await followLog(deps, { ...delivery, busy: () => store.busy })
  const store = createStore(db, { handOn: follower.stored, sentTo: delivery.sentTo })
  const databaseSays = databaseTrouble(db)
  const acknowledgements = startAcknowledgements(db, log)
  const head = () => ({ epoch: follower.epoch, seq: follower.position })

  function leave(connection: Connection): void {
    connection.state = 'closed'
    registry.remove(connection)
    pulse.remove(connection)
  }

  function end(connection: Connection, code: number, reason: string): void {
    if (connection.state === 'closed') return
    metrics.ended(code)
    leave(connection)
    // What was said before it is still in the queue of this turn.
    sender.flush()
    connection.client.close(code, reason)
  }

  function refuse(connection: Connection, message: string): void {
    metrics.auth('refused')
    sender.send(connection, authErrorFrame(message))
    end(connection, CLOSE.refused, message)
  }

  const pulse = startPulse({
    registry,
    sender,
    intervalSeconds: env.HEARTBEAT_INTERVAL_SECONDS,
    maxMissed: env.HEARTBEAT_TIMEOUT_MISSED,
    refuse,
    end,
  })
  const access = await watchAccess(deps, registry, (connection) =>
    end(connection, CLOSE.accessEnded, 'access ended'),
  )
  const stopMarks = await events.listen(MARK_EVENT, (payload) => {
    if (payload !== undefined) tellMark(payload, registry, sender)
  })
  const talk = createTalk({
    registry,
    sender,
    pulse,
    readToken: rememberTokens((token) => readToken(token, rules)),
    join: createJoin({
      ...{ sender, head, refuse },
      ask: createAsk(db),
      onReplay: (lines) => metrics.replayed(lines),
    }),
    refuse,
    end,
    onJoined({ username }) {
      metrics.auth('ok')
      acknowledgements.seen(username)
    },
    recheck: (connection) => access.recheck([connection]),
    acknowledge(connection, seq) {
      if (seq <= follower.position) acknowledgements.note(connection, { ...head(), seq })
    },
    mark(connection, mark, seqs) {
      markBySeq(db, connection.username, mark, seqs).catch((error: unknown) =>
        log.warn({ err: error }, 'a mark was not stored'),
      )
    },
    failed(connection, error) {
      log.warn({ err: error }, 'a client could not be let in')
      end(connection, CLOSE.restart, 'the database does not answer')
    },
  })

  return {
    admit: createAdmit({
      registry,
      origins: originsOf(deps),
      trustedProxies: env.TRUSTED_PROXIES,
      draining: () => draining,
      onMessage: talk.onMessage,
      onPing: talk.onPing,
      onClose: leave,
    }),
    get connections() {
      return registry.size
    },
    trouble: async () => follower.trouble ?? (await databaseSays()),
    dispatchHandler: (mayDispatch, next) =>
      createDispatchHandler(
        { db, store, log, connected: () => registry.usernames(), onStored: metrics.stored },
        mayDispatch,
        next,
      ),
    async drain() {
      draining = true
      follower.flush()
      await drain(registry, sender, end)
    },
    async close() {
      pulse.close()
      await Promise.all([follower.close(), access.close(), stopMarks(), acknowledgements.close()])
    },
  }
}

/** Pages that may connect: the portal's, and those that the operator names. Programs name no origin. */
function originsOf({ env, publicUrl }: GatewayDeps): ReadonlySet<string> {
  const named = (env.WS_ALLOWED_ORIGINS ?? '').split(',').map((origin) => origin.trim())
  return new Set([publicUrl.origin, ...named.filter(Boolean)])
}
