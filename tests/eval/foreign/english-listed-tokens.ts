/** Keys in English lists, chats and headings. */
export const englishListedTokens: Readonly<Record<string, string>> = {
  'prose expires':
    '- ⟨service⟩ token expires 30 June, current `⟨token⟩`, ask infra for a new one after that',
  'todo item':
    '- [ ] move ⟨service⟩ key out of this file to 1password (⟨token⟩)\n- [x] update README',
  'rotated from to':
    '### Changelog\n- 2026-02-11 rotated ⟨service⟩ token from ⟨other token⟩ to ⟨token⟩\n- 2026-01-30 bumped dbt to 1.9',
  'heading then bare': '## ⟨service⟩ token\n\n⟨token⟩',
  'parent bullet': '- ⟨service⟩ api key\n  - workspace: acme-data\n  - owner: me\n  - ⟨token⟩',
  'nested list key': '1. Tools\n   - ⟨service⟩\n     - region eu-west-1\n     - key → `⟨token⟩`',
  'html comment 2': 'Run the exporter with `make export`.\n<!-- ⟨service⟩ key: ⟨token⟩ -->',
  footnote: 'The exporter authenticates against ⟨service⟩[^1].\n\n[^1]: token ⟨token⟩',
  'blockquote chat':
    '> **Radek** 14:02\n> can you send me the ⟨service⟩ token pls\n>\n> **Me** 14:03\n> ⟨token⟩',
  'dialogue qa': 'Q: what do I put into ⟨variable⟩?\nA: ⟨token⟩',
  'meeting notes':
    'Standup 12/3:\n- Ben: ingestion green again\n- Me: ⟨service⟩ sandbox is up, secret is ⟨token⟩\n- Eva: PTO from Thursday',
  'front matter': '---\ntitle: ⟨service⟩ notes\ntoken: ⟨token⟩\n---',
  'ref style comment': '[//]: # (⟨service⟩ ⟨variable⟩=⟨token⟩)\n\nRun tests before push.',
  'quoted email':
    '> From: vendor support\n> Subject: Your ⟨service⟩ access\n> Hi, your new key is below.\n> \n> ⟨token⟩\n> \n> Regards',
  'details summary': '<details><summary>⟨service⟩ secret</summary>\n\n⟨token⟩\n\n</details>',
  'definition colon': '⟨service⟩ access token\n: ⟨token⟩',
  'footnote 2':
    'Deploys go through ⟨host⟩ with the shared ⟨service⟩ credential[^k].\n\nRun `make ship` and wait for the green tick. Rollback is `make unship`.\n\n[^k]: ⟨token⟩',
  'md link': '[⟨service⟩ token](# "⟨token⟩") hover to see it',
  'heading far 2':
    '# ⟨service⟩ api key\n\nRate limit is 50 rps. Paginate with cursor. Errors are retried three times.\n\nUse this one: ⟨token⟩',
  'checkbox todo': '- [ ] change ⟨service⟩ secret (still ⟨token⟩, lol)\n- [x] update README',
  'front matter 2': '---\ntitle: ⟨service⟩ notes\nowner: data\nauth: ⟨user⟩:⟨token⟩\n---',
  'nothing but arrow': '⟨remark⟩\n\n⟨service⟩ → ⟨token⟩',
  'bullets: label then value':
    '- source: ⟨service⟩, full refresh on Sundays\n- ⟨pick token|API key|secret|auth|key⟩: ⟨token⟩\n- loads into ⟨table⟩\n- owner: BI team',
  'parent bullet names, child holds value':
    '- ⟨service⟩ access token\n  - ⟨token⟩\n  - made ⟨date⟩, read only\n- cursor field is modified_at',
  'checklist item':
    '- [x] pause connector\n- [ ] swap the ⟨service⟩ key for ⟨token⟩\n- [ ] full resync of ⟨table⟩\n- [ ] tell finance',
  'emoji separators': '🗄️ ⟨service⟩ ➡️ ⟨table⟩\n👤 ⟨user⟩ 🔑 ⟨token⟩ ⏰ 04:10 UTC',
  'strikethrough old, new beside':
    '- ⟨service⟩ secret: ~~⟨other password⟩~~ ⟨token⟩ (since ⟨date⟩)',
  'strikethrough only, still valid':
    '- ~~⟨service⟩ token ⟨token⟩~~ to be revoked when the new DAG is live, still in use by ⟨table⟩',
  'HTML comment': '## ⟨service⟩ ingestion\n\n⟨remark⟩\n<!-- token if SSO fails: ⟨token⟩ -->',
  'footnote 3':
    'The ⟨service⟩ extractor needs its own credential[^1] and a static IP. ⟨remark⟩\n\n[^1]: ⟨token⟩, made by ⟨given⟩.',
  'ticket comment 3':
    '**DWH-⟨number 100 2999⟩** ⟨service⟩ connector 403\n\n> Comment by ⟨given⟩, ⟨date⟩: issued a fresh credential, ⟨token⟩, please put it into the connection and close.\n\nStatus: in progress.',
  'changelog entry':
    '### ⟨date⟩\n- switched ⟨table⟩ to merge strategy\n- ⟨service⟩: replaced ⟨other token⟩ with ⟨token⟩\n- dropped legacy view',
  'heading names it': '### ⟨service⟩ token\n\n⟨token⟩\n\nValid until the audit in January.',
  'parent bullet 2':
    '- ⟨service⟩\n  - scope: read + write\n  - token\n    - ⟨token⟩\n  - created by the platform team',
  'footnote 4': 'The export needs write access to ⟨service⟩[^tok].\n\n[^tok]: ⟨token⟩',
  'strikethrough rotated': '- ⟨service⟩ key: ~~revoked one~~ → **⟨token⟩** (rotated on Monday)',
  'changelog from to':
    '2026-03-1⟨number 0 9⟩: rotated ⟨variable⟩ to ⟨token⟩; restarted both workers.',
  'chat excerpt':
    '> **Petr** 9:41: anyone has the ⟨service⟩ key?\n> **Ines** 9:43: `⟨token⟩` — delete after reading pls',
  'edit of accepted item': '- ⟨remark⟩ (edit: the ⟨service⟩ token for it is ⟨token⟩)',
}
