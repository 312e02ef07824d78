/** Passwords in English lists, chats and headings. */
export const englishListedPasswords: Readonly<Record<string, string>> = {
  'pw quoted': '- ⟨system⟩: the password is "⟨any-password⟩" without the quotes',
  'pw heading': '## ⟨system⟩ password\n⟨any-password⟩',
  'pw parent bullet': '- Login to ⟨system⟩\n  - ⟨user⟩\n  - ⟨any-password⟩',
  'pw rotated': '2026-01-1⟨number 0 9⟩: rotated ⟨user⟩ on ⟨host⟩: ⟨other password⟩ -> ⟨password⟩',
  'pw chat lines':
    '[10:14] tom: cant get into ⟨system⟩\n[10:15] me: user ⟨user⟩\n[10:15] me: ⟨password⟩\n[10:16] tom: thx works, deleting msg',
  'pw html comment': '<!-- ⟨system⟩ login: ⟨user⟩ ⟨password⟩ -->\nSee runbook for restart steps.',
  'pw footnote': 'Log in to ⟨system⟩ as `⟨user⟩`[^pw].\n\n[^pw]: ⟨any-password⟩',
  'html comment 2 2':
    '<!--\nfor me only, cred for ⟨host⟩:\n⟨user⟩\n⟨password⟩\n-->\nSee the runbook for restart steps.',
  'nested bullets':
    '- Credentials\n  - ⟨system⟩\n    - prod\n      - eu-west\n        - ⟨password⟩\n      - us-east\n        - (ask Tom)',
  'nested bullets 2':
    '- **passwords**, current as of sprint 14\n  - reviewed by: security\n  - where used: ⟨host⟩, cron, Airflow\n  - ⟨user⟩ → ⟨password⟩',
  'nested bullets 3':
    '1. Open ⟨system⟩\n2. Click *Sign in with password*\n3. ⟨user⟩\n4. ⟨password⟩\n5. Skip the tour',
  chat: '[10:41] sam: hey, pw is now ⟨password⟩\n[10:41] sam: delete this after',
  'chat 2':
    '> can you still get into ⟨host⟩?\n> nope\n> they bumped it, ⟨password⟩\n> works, thx. was it always that bad a password?',
  dialogue:
    'Q: What do I type when ⟨system⟩ wants me to log in?\nA: ⟨user⟩ first.\nQ: And then?\nA: ⟨password⟩',
  'pgpass 2': '`~/.pgpass` needs mode 600:\n\n    ⟨host⟩:5432:dwh:⟨user⟩:⟨password⟩',
  'uppercase label':
    '⟨upper ⟨system⟩⟩ MASTER SECRET, DO NOT SHARE\n====================\n⟨password⟩',
  'wifi in heading/bullet':
    '### Office Wi-Fi\n\n- SSID: tessera-int\n- ⟨password⟩\n- printer is on the same VLAN',
  'heading names, paragraph holds value': '## ⟨user⟩ password (⟨system⟩)\n\n⟨password⟩\n\n⟨remark⟩',
  'numbered steps':
    '1. VPN on, open ⟨host⟩\n2. user ⟨user⟩\n3. password ⟨password⟩\n4. run the ⟨table⟩ rebuild and wait',
  'definition style': '**Host**: ⟨host⟩\n**User**: ⟨user⟩\n**Pwd**: ⟨password⟩\n**DB**: ⟨database⟩',
  'blockquote chat 2':
    "> **⟨given⟩** 14:02  can't get into ⟨system⟩\n> **me** 14:05  hey, pw is now ⟨password⟩\n> **⟨given⟩** 14:05  ta!\n\n⟨remark⟩",
  'chat: value alone in own line':
    "⟨given⟩: what's the login for ⟨system⟩?\nme: ⟨user⟩\nme: ⟨password⟩\n⟨given⟩: in, thanks",
  'question mark FAQ':
    '**Q: What do I type when ⟨system⟩ asks for a password?**\n\nA: ⟨password⟩\n\n**Q: And the workspace?** default.',
  'details/summary block':
    '<details><summary>⟨system⟩ login</summary>\n\n⟨user⟩ — <code>⟨password⟩</code>\n\n</details>',
  'it is next line': 'I always forget the ⟨system⟩ password.\nIt is `⟨password⟩`.',
  'chat hey': '> hey, pw for ⟨host⟩ is now ⟨password⟩, old one stopped working this morning',
  'old one with year':
    "> it's the old one with the year at the end: ⟨secret ⟨pick Winter|Podzim|Veronika⟩⟨number 2023 2026⟩⟩",
  'dialogue 2': 'Q: What do I type when ⟨system⟩ asks for a password?\nA: ⟨password⟩',
  'heading then list': '#### ⟨system⟩ login\n\n- ⟨user⟩\n- ⟨password⟩',
  'nested list': '- ⟨host⟩\n  - user: ⟨user⟩\n  - password:\n    - ⟨password⟩\n  - port: 5432',
  'footnote 5':
    'Reports run under the service account[^1] on ⟨host⟩.\n\n[^1]: its password: ⟨password⟩',
  'html comment 4': '⟨remark⟩\n<!-- pass for ⟨user⟩: ⟨password⟩ -->',
  'edit of item': '- ⟨remark⟩ Connect as ⟨user⟩ with password ⟨password⟩.',
  'edit parenthesis': '- ⟨remark⟩ (pw ⟨password⟩).',
  'mail quote':
    '> Dear colleague,\n> your temporary password to the ⟨system⟩ is:\n>\n> ⟨password⟩\n>\n> IT helpdesk',
  'set passwd todo': '- [x] reset ⟨user⟩ on ⟨host⟩ → ⟨password⟩\n- [ ] tell the vendor',
  'pgpass 3': '~/.pgpass:\n\n    ⟨host⟩:5432:dwh:⟨user⟩:⟨password⟩',
  'details html': '<details><summary>⟨system⟩ password</summary>\n\n⟨password⟩\n\n</details>',
}
