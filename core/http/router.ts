/** The router of koa-router with our types: one import for everything that mounts routes. */
export { Router } from 'koa-router'
