import { signOut } from '../sign-out.ts'
import { defineVerb, dirOption } from '../verb.ts'
import { findWorkspace } from '../workspace.ts'

const said = {
  linked: 'signed out: this folder is unlinked; what was synced stays',
  'personal-token':
    'the personal token is removed here; it is good until you revoke it on the account page',
  nothing: 'this folder was not signed in',
} as const

export default defineVerb({
  name: 'logout',
  summary: 'Unlink this folder from its server; the synced data stays',
  options: { dir: dirOption },
  async run(values, io) {
    const result = await signOut(findWorkspace(values.dir, io.cwd), io)
    io.stdout.write(`${said[result]}\n`)
  },
})
