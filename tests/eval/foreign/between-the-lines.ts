/** Secrets that somebody in a hurry put between the lines of a note about something else. */
export const betweenTheLines: Readonly<Record<string, string>> = {
  'hurried reminder':
    'The linter runs on every save, see `Makefile`. Remember: root on ⟨host⟩ = ⟨any-password⟩',
  'hurried wifi key':
    'Plug in or use the office WiFi (ACME-Lab), the key is ⟨any-password⟩. Then run `make dev`.',
  'hurried row of a host':
    '| File | What it does |\n|---|---|\n| `load.go` | reads lines |\n| ⟨host⟩ | login `⟨user⟩` / `⟨any-password⟩` |\n| `save.go` | writes rows |',
  'hurried row of an account':
    '| Problém | Náprava |\n|---|---|\n| spadlý test | `make again` |\n| společný účet | ⟨user⟩ / ⟨any-password⟩ |',
  'hurried asked twice':
    '- Rebuild the index first\n- `ssh ⟨user⟩@⟨host⟩`, asks twice, both times ⟨any-password⟩\n- Then reload the page',
  'hurried answer':
    'Steps are in `docs/`. "What was the admin password?" - "⟨any-password⟩, as I said."',
  'hurried secret word':
    '1. Pull the branch\n2. Start the VPN (user ⟨user⟩, secret word ⟨any-password⟩)\n3. Run the load',
  'hurried changed from the default':
    '- Mock API is gone\n- 2026-06-01 changed the admin pass from the default to **⟨any-password⟩**\n- Folder picker is next',
  'hurried phrase protects':
    'All models are typed. The demo on ⟨host⟩ is protected by the password ⟨phrase⟩. Keep it so.',
  'hurried what you type':
    'Avoid state that is not needed. ⟨any-password⟩ is what you type when the sudo prompt appears.',
  'hurried creds pair': '- Ports are in `.env`\n- creds ⟨user⟩:⟨any-password⟩ work on both nodes',
  'hurried heading of logins': '### Logins\n\n⟨user⟩\n⟨any-password⟩\n\n```sh\nmake test\n```',
  'hurried comment of a page':
    '## Tests\n\nRun `go test ./...` first.\n\n<!-- admin pw ⟨password⟩ -->',
  'hurried default of a shell':
    '```sh\nexport DB_PASS=${DB_PASS:-⟨plain-password⟩}\nmake load\n```',
  'hurried still has':
    'Nobody ever changed it: the account of ⟨system⟩ still has ⟨password⟩ as its password.',
  'Czech hurried after Monday':
    '- Nastavení patří do `.mcp.json`\n- admin má od pondělí ⟨any-password⟩, staré už neplatí',
  'Czech hurried unlocks with a word':
    'Sestavení je v `dist/`. Archiv je zamčený, odemkneš ho slovem ⟨any-password⟩.',
  'Czech hurried the same as on test':
    'Root na NASu: je to pořád to samé jako na testu, tedy ⟨any-password⟩',
  'Czech hurried signs in as':
    '- Ověř stroj příkazem `hostname`\n- Na ⟨host⟩ se přihlásíš jako `⟨user⟩` / `⟨any-password⟩`',
  'Czech hurried unchanged':
    'Na ⟨czech-system⟩ se chodí pod účtem ⟨user⟩. Heslo se neměnilo, pořád ⟨any-password⟩.',
  'Slovak hurried enters':
    'Po zmene spusti `npm run build`. Prihlásiš sa ako ⟨user⟩ a zadáš ⟨any-password⟩.',
  'German hurried enter it':
    '- Dateien nur hier bearbeiten.\n- Zugang: ⟨user⟩, danach ⟨any-password⟩ eingeben',
}
