// The health check of a container or a unit, as a program: exits 0 when its service is well, at once or, as
// `check-health.cjs SECONDS [SOCKET]`, as soon as it is within that time. It needs nothing but Node, which every
// image has. CommonJS in plain JavaScript: it is run in every container every few seconds, and costs 50 ms of a
// core like this; as a module in TypeScript it was 280 ms.
'use strict'
const { request } = require('node:http')

const { HOST: host, PORT: port = '8080' } = process.env
const [seconds = '0', socketPath] = process.argv.slice(2)
const at = socketPath
  ? { socketPath }
  : { host: !host || host === '0.0.0.0' ? '127.0.0.1' : host, port }
const end = performance.now() + 1000 * Number(seconds)
// One try of many must leave time for the others. A single one has the time that the engine gives it, which a busy
// machine may need: three that gave up too early have the engine kill a service that is well.
const patience = Number(seconds) > 0 ? 4000 : 60_000

/** Whether what answers at a host and port, or at a socket, says 200 to /ready, and what it says. */
function ask(answered) {
  const signal = AbortSignal.timeout(patience)
  const failed = ({ message }) => answered(false, message)
  request({ ...at, path: '/ready', agent: false, signal }, (response) => {
    let said = ''
    response.setEncoding('utf8').on('error', failed)
    response.on('data', (text) => (said += text))
    response.on('end', () => answered(response.statusCode === 200, said.slice(0, 500)))
  })
    .on('error', failed)
    .end()
}

function check() {
  ask((well, text) => {
    if (!well && performance.now() < end) return setTimeout(check, 250)
    console[well ? 'log' : 'error'](text)
    process.exit(well ? 0 : 1)
  })
}

check()
