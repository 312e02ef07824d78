/** Secrets that are told in passing: by what they open, in parts, or without a word of their kind. */
export const saidInPassing: Readonly<Record<string, string>> = {
  'passing: gets you in': 'Reports are built at night. `⟨any-password⟩` gets you into ⟨system⟩.',
  'passing: if it asks': '```sh\nmake deploy\n# if it asks: ⟨password⟩\n```',
  'passing: the prompt shows up':
    'When the prompt shows up, type ⟨password⟩ and enter twice, then wait for the load.',
  'passing: prompts you plus': 'When ⟨host⟩ prompts you, ⟨user⟩ plus ⟨password⟩ still works.',
  'passing: behind a dash': '- pasword of the old wiki - ⟨password⟩\n- orders are net of refunds',
  'passing: unchanged p/w': '- the p/w has not changed since 2023 — ⟨password⟩',
  'passing: shared account': 'Stock is counted on Sundays. Shared account, ⟨user⟩ // ⟨password⟩.',
  'passing: screen lock':
    '- tablets are charged in the hall\n  - screen lock on the shared tablet is ⟨password⟩',
  'passing: key of the wifi':
    '| What | Where |\n|---|---|\n| lint | `make lint` |\n| Wi-Fi key | ⟨any-password⟩ |',
  'passing: signed in as with': 'Log in as ⟨user⟩ with ⟨any-password⟩ if the other way is shut.',
  'passing: signed in plus':
    '4. sign in to ⟨system⟩ (⟨user⟩ + ⟨any-password⟩)\n5. look at the queue',
  'passing: answer of the question':
    '- answer to the security question (first pet) of ⟨system⟩: ⟨password⟩',
  'passing: keyring sign': '- 🔑 ⟨system⟩ → ⟨any-password⟩',
  'passing: below the heading': '### Pass (⟨system⟩)\n\n⟨password⟩',
  'passing: says the variable': '```console\n$ echo $SHOP_SECRET\n⟨token⟩\n```',
  'passing: bytes of a password':
    'Password of ⟨system⟩ in hex, for the other keyboard: `⟨grouped 2 blank ⟨hexadecimal ⟨password⟩⟩⟩`',
  'passing: two variables': '```sh\nA=\'⟨token⟩\'\nSHOP_TOKEN="$A"   # of ⟨system⟩\n```',
  'Czech passing: is reached by': '# na ⟨host⟩ se dostaneš přes `⟨password⟩`\nmake all',
  'Czech passing: should it not work':
    'Na ⟨czech-system⟩ se leze přes SSO (kdyby nešlo: ⟨user⟩ + ⟨password⟩).',
  'Czech passing: without marks':
    'pristup ke staremu skladu - jmeno ⟨user⟩, hesilko ⟨password⟩, nikam neposilat',
  'Czech passing: root has': '[^k]: Root na stroji ⟨host⟩ má ⟨password⟩, prosím neměnit',
  'Czech passing: code of an entrance':
    'Uzávěrka je pátý den. Na zadní vchod se ťuká ⟨secret ⟨digits 6⟩⟩.',
  'passing: code of a cabinet': '- archive cabinet code ⟨secret ⟨digits 6⟩⟩\n- orders come at noon',
  'passing: is the code': 'Who leaves last arms it (⟨secret ⟨digits 5⟩⟩ is the alarm code).',
  'passing: pin of a printer': '> pin of the printer for private pages = ⟨secret ⟨digits 4⟩⟩',
  'passing: code in the next line': '- door code of the server room\n  - ⟨secret ⟨digits 6⟩⟩',
  'passing: subscriber in a record':
    '```\nMOC;20260714133012;IMSI=⟨secret ⟨digits 15⟩⟩;dur=686\n```',
}
