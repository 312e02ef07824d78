import { Counter, Gauge, Histogram, type Registry as Metrics } from 'prom-client'
import type { Registry } from './connections/registry.ts'
import type { Eviction, Sender } from './connections/sender.ts'

/** What operators can see of the gateway. */
export interface GatewayMetrics {
  auth(result: 'ok' | 'refused'): void
  delivered(frames: number): void
  evicted(reason: Eviction): void
  ended(code: number): void
  /** Who came back, and with how much that was missed. */
  replayed(notifications: number): void
  /** Seconds from a request of a sender to its answer. */
  stored(seconds: number, notifications: number): void
}

export function gatewayMetrics(
  metrics: Metrics,
  registry: Registry,
  sender: Sender,
): GatewayMetrics {
  const registers = [metrics]
  new Gauge({
    name: 'gateway_connections',
    help: 'Clients that were let in',
    registers,
    collect() {
      this.set(registry.size)
    },
  })
  new Gauge({
    name: 'gateway_silent_connections',
    help: 'Clients that have shown no token yet',
    registers,
    collect() {
      this.set(registry.silent.size)
    },
  })
  new Gauge({
    name: 'gateway_behind_bytes',
    help: 'Bytes that wait for slow clients',
    registers,
    collect() {
      this.set(sender.behindBytes())
    },
  })
  const replays = new Histogram({
    name: 'gateway_replay_notifications',
    help: 'What clients had missed that came back with a cursor',
    buckets: [0, 1, 10, 100, 999],
    registers,
  })
  const auths = counter('gateway_auths_total', 'Tokens shown, by result', ['result'])
  const delivered = counter('gateway_deliveries_total', 'Notifications sent to connections', [])
  const evicted = counter('gateway_evictions_total', 'Slow clients cut', ['reason'])
  const ended = counter('gateway_closes_total', 'Connections ended by us, by close code', ['code'])
  const posted = counter('gateway_notifications_total', 'Notifications stored for senders', [])
  const seconds = new Histogram({
    name: 'gateway_dispatch_seconds',
    help: 'From a request of a sender to its answer, when all is durable',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2],
    registers,
  })
  // What never happened is zero and not unknown: a rate can be made of it.
  for (const result of ['ok', 'refused']) auths.inc({ result }, 0)
  for (const reason of ['bytes', 'time', 'all-bytes']) evicted.inc({ reason }, 0)
  return {
    auth: (result) => auths.inc({ result }),
    delivered: (frames) => delivered.inc(frames),
    evicted: (reason) => evicted.inc({ reason }),
    ended: (code) => ended.inc({ code }),
    replayed: (notifications) => replays.observe(notifications),
    stored(took, notifications) {
      seconds.observe(took)
      posted.inc(notifications)
    },
  }

  function counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers })
  }
}
