import { BadRequest } from '#core/errors.ts'
import { note } from '../io.ts'
import { keepToken, linkFolder } from '../link-folder.ts'
import { personalToken } from '../personal-token.ts'
import {
  fingerprint,
  isUnprotected,
  readServerRecord,
  serverUrl,
  writeServerRecord,
} from '../server-record.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace } from '../workspace.ts'

export default defineVerb({
  name: 'login',
  summary: 'Sign this folder in at a server, by the browser or by a code',
  details: [
    'Opens the browser of this machine. Where there is none, or with --device, it shows a code that you',
    'type into any browser. `analyst logout` ends it, and so does your account page.',
  ].join('\n'),
  options: {
    server: { type: 'string', value: 'URL', description: 'The portal’s address; remembered' },
    device: { type: 'boolean', description: 'Show a code for a browser on another machine' },
    token: {
      type: 'string',
      value: 'TOKEN',
      description: 'Store a personal token instead; safer: - asks for it, or reads it from a pipe',
    },
    dir: dirOption,
    'trust-new-key': {
      type: 'boolean',
      description: 'Trust the key that the server signs with now, in place of the earlier one',
    },
  },
  async run(values, io) {
    const workspace = findWorkspace(values.dir, io.cwd)
    const known = await readServerRecord(workspace)
    const url = values.server === undefined ? known?.url : serverUrl(values.server)
    if (url === undefined) throw new BadRequest('server_missing', '--server URL is missing')
    if (values.device && values.token !== undefined) {
      throw new BadRequest('bad_arguments', '--device and --token are two ways: choose one')
    }
    if (isUnprotected(url))
      note(io, `warning: ${url} is not encrypted: the token can be read on the way`)
    const trust = values['trust-new-key'] ? undefined : (known?.key ?? undefined)
    const given = values.token ?? (values.device ? undefined : io.token || undefined)
    const root =
      given === undefined
        ? await linkFolder(workspace, { url, trust, byCode: values.device }, io)
        : await keepToken(workspace, { url, trust, token: await personalToken(given, io) }, io)
    if (known?.key !== root.key) note(io, `trusting the key of ${url}: ${fingerprint(root.key)}`)
    const firstSeen = known?.key === root.key ? known.firstSeen : new Date().toISOString()
    await writeServerRecord(workspace, { url, key: root.key, firstSeen })
    io.stdout.write(`signed in at ${url}: ${root.tables.length} tables can be synced\n`)
  },
})
