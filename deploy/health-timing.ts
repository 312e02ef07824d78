/** How the engine and systemd ask whether a part is well, in seconds. */
export const HEALTH = { interval: 5, timeout: 5, retries: 3, start: 90 } as const

/**
 * How often a container that came up is asked, and how long it may think, in seconds. Each time podman starts five
 * processes, 0.3 s of a processor: every five seconds, as while it comes up, a dozen containers would keep most of one
 * busy. Three answers that are missed kill it, so a machine that is only busy gets time to answer.
 */
export const ONCE_WELL = { interval: 20, timeout: 20 } as const

/** How long a part may drain its requests before it is killed. */
export const SECONDS_TO_STOP = 20

/** A start that takes longer has failed: the slowest start that health allows, and something over. */
export const SECONDS_TO_START =
  HEALTH.start + HEALTH.retries * (HEALTH.interval + HEALTH.timeout) + 30

/** A job that runs longer is ended. */
export const SECONDS_TO_RUN = 1500
