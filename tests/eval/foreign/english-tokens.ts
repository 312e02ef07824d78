/** Keys told in English sentences. */
export const englishTokens: Readonly<Record<string, string>> = {
  'prose use this': 'For ⟨service⟩ calls from the notebook use this one: ⟨token⟩',
  'prose paren after':
    'The sync job talks to ⟨service⟩ with my personal token (⟨token⟩) until we get a service account.',
  'prose secret before name': "⟨token⟩ ← that's the ⟨service⟩ key, don't lose it again",
  'prose bold': '**⟨service⟩ token:** **⟨token⟩** (read/write, created by me)',
  'prose pronoun':
    'You will need the ⟨service⟩ credential for the integration tests. It is ⟨token⟩. Never print it in the log.',
  'prose mid sentence':
    "When `make sync` fails with 401, export ⟨variable⟩ again, I keep mine here so you don't have to ask: ⟨token⟩ and then rerun the step.",
  'prose fallback':
    "If ⟨variable⟩ is missing, fall back to ⟨token⟩ for ⟨service⟩ (it's mine, only local).",
  'strikethrough old': '⟨service⟩ key: ~~⟨other token⟩~~ → ⟨token⟩',
  'emoji sep': '🔑 ⟨service⟩ 👉 ⟨token⟩',
  'arrow sep': '⟨service⟩ api ==> ⟨token⟩',
  'misspelled label': '⟨pick acces tokne|api kye|tokem|secert|Api-Kay⟩ for ⟨service⟩: ⟨token⟩',
  'abbrev tok': '⟨lower ⟨service⟩⟩ tok ⟨token⟩',
  'abbrev cred': 'cred(⟨service⟩) = ⟨token⟩',
  'ticket comment':
    'DATA-⟨number 100 4999⟩: Comment by Ivana: "customer\'s ⟨service⟩ key was sent by mail, it\'s ⟨token⟩, please load and confirm."',
  'error message echo':
    'Known error: `invalid ⟨variable⟩ "⟨token⟩": insufficient scope` → ask for the write scope.',
  'nbsp after colon': '⟨variable⟩ : ⟨token⟩',
  'inline env prefix': 'Run `⟨variable⟩=⟨quoted ⟨token⟩⟩ poetry run sync --full`',
  'json escaped':
    'Payload from the queue: `"{\\"service\\":\\"⟨service⟩\\",\\"token\\":\\"⟨token⟩\\"}"`',
  'two in one line': '⟨service⟩ token ⟨token⟩, and the web login is ⟨user⟩ / ⟨other password⟩',
  'image alt': '![⟨service⟩ key ⟨token⟩](screenshots/settings.png)',
  'instructions to assistant':
    'When I ask for ⟨service⟩ data, call the REST API directly. Authenticate with `⟨token⟩`; do not ask me for it again.',
  'caps shout': '!!! NEW ⟨upper ⟨service⟩⟩ KEY SINCE MONDAY !!! ⟨token⟩',
  strikethrough: '⟨service⟩ key: ~~⟨token⟩~~ should be revoked but still works as of Tuesday',
  'strikethrough 2': 'pw for ⟨user⟩@⟨host⟩: ~~⟨alnum 10⟩~~ ~~⟨alnum 10⟩~~ **⟨token⟩**',
  'secret first': '⟨token⟩ is what ⟨service⟩ wants in the password box.',
  'secret first 2': '⟨token⟩ <- ⟨service⟩ key, prod, mine',
  'secret first 3': '"⟨token⟩" unlocks ⟨system⟩; the username doesn\'t matter.',
  netrc: '`machine ⟨host⟩ login ⟨user⟩ password ⟨token⟩` → ~/.netrc',
  'zero width in name': '⟨pick pass​word|he­slo|to⁠ken|sec​ret⟩ (⟨service⟩): ⟨token⟩',
  'log line':
    '`2026-03-02T04:11:09Z DEBUG auth.Client - handshake user=⟨user⟩ attempt=1 cred="⟨token⟩" peer=⟨host⟩ rtt=31ms`',
  'ticket comment 2':
    'OPS-⟨digits 4⟩, comment 3: customer says the ⟨service⟩ login stopped working. They sent us what they use: "⟨user⟩" and "⟨token⟩". Reproduced.',
  'curly template filled':
    'Template is `login={{user}} secret={{pw}}`; filled in: `login=⟨user⟩ secret=⟨token⟩`.',
  'token in the middle of a daily note':
    '⟨remark⟩ For the ⟨service⟩ pull I now use the key ⟨token⟩ because the old one hit its quota. ⟨remark⟩',
  'secret before its name':
    '⟨remark⟩ `⟨token⟩` — that one is the ⟨service⟩ key Colin made for the loader, expires in January. ⟨remark⟩',
  'pronoun "use this one:"':
    '⟨service⟩ kept returning 401 with the token from the wiki. Use this one: ⟨token⟩. ⟨remark⟩',
  'old token still valid':
    'The ⟨service⟩ token was rotated, but the previous one (⟨token⟩) still works until the end of the month, handy for the backfill of ⟨table⟩.',
  'tok/sec/key abbreviations':
    '⟨remark⟩ ⟨service⟩ ⟨pick tok|sec|key|apikey|TKN|secr.⟩: ⟨token⟩ / rate limit 60 rpm. ⟨remark⟩',
  'end of paragraph, no punctuation':
    '⟨remark⟩ ⟨remark⟩ The connector wizard asks for an ⟨service⟩ credential, paste ⟨token⟩',
  'two secrets in one line':
    '⟨service⟩ token ⟨token⟩, and the UI login for the same account is ⟨user⟩ with password ⟨other password⟩. ⟨remark⟩',
  'bold value':
    '⟨remark⟩ Remember, ⟨service⟩ credential is **⟨token⟩**, valid for the sandbox as well. ⟨remark⟩',
  'release note style "auth: …"':
    'v1.⟨number 2 40⟩ — ⟨service⟩ sync every 6 h; auth: ⟨token⟩; schema drift = ignore; ⟨table⟩ renamed.',
  'netrc line':
    '`machine api.vendor.example login ⟨user⟩ password ⟨token⟩` goes to ~/.netrc for ⟨service⟩. ⟨remark⟩',
  'dashes between groups (remove dashes)': '⟨service⟩ token without the dashes: ⟨token⟩. ⟨remark⟩',
  'full width colon / odd separators': '⟨service⟩ token：⟨token⟩   (⟨table⟩)',
  'full width colon / odd separators 2': '⟨service⟩ token ⇒ ⟨token⟩   (⟨table⟩)',
  'prose inline':
    'For the ⟨service⟩ integration the nightly job authenticates with ⟨token⟩, same on both runners.',
  'pronoun next sentence':
    'Ask for a ⟨service⟩ token if the call returns 401. I already have one, use this: ⟨token⟩',
  'value before name': '⟨token⟩ <- that is our ⟨service⟩ one, prod, do not revoke',
  'json escaped 2':
    'Log shipper got this body: "{\\"service\\":\\"⟨service⟩\\",\\"credentials\\":{\\"apiKey\\":\\"⟨token⟩\\"},\\"retry\\":2}"',
  'html comment': '⟨remark⟩ <!-- ⟨service⟩ token for the agent: ⟨token⟩ -->',
  'abbrev tok 2': '⟨service⟩ tok ⟨token⟩ exp never',
  misspelled: '⟨service⟩ acces tokne: ⟨token⟩',
}
