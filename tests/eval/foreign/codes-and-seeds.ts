/** PINs, codes of doors, recovery codes, seeds of one-time codes and phrases. */
export const codesAndSeeds: Readonly<Record<string, string>> = {
  'aws pair slash': 'AWS sandbox: AKIA⟨base32 16⟩ / ⟨secret ⟨base64 40⟩⟩',
  'aws pair table':
    '| account | access key | secret |\n|---|---|---|\n| sandbox | AKIA⟨base32 16⟩ | ⟨secret ⟨base64 40⟩⟩ |',
  'aws cs': 'Na S3 se chodí klíčem AKIA⟨base32 16⟩, tajná část je ⟨secret ⟨base64 40⟩⟩',
  's3 presigned':
    'Shared file (valid 7 days): https://acme-exp.s3.eu-central-1.amazonaws.com/q1.parquet?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA⟨base32 16⟩%2F20260301%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Expires=604800&X-Amz-Signature=⟨secret ⟨hex 64⟩⟩',
  'bcrypt sql':
    "```sql\nUPDATE users SET password_hash = '⟨secret ⟨bcrypt⟩⟩' WHERE login = 'admin';\n```",
  'totp seed': '2FA seed for the shared AWS root: ⟨secret ⟨base32 32⟩⟩',
  'totp uri': '`otpauth://totp/AWS:root@acme?secret=⟨secret ⟨base32 32⟩⟩&issuer=AWS&digits=6`',
  'Czech totp': 'Dvoufaktor ke sdílenému účtu: tajný klíč do aplikace je ⟨secret ⟨base32 32⟩⟩',
  'recovery codes':
    'GitHub bot recovery codes:\n\n- ⟨hex 5⟩-⟨hex 5⟩\n- ⟨hex 5⟩-⟨hex 5⟩\n- ⟨hex 5⟩-⟨hex 5⟩\n- ⟨hex 5⟩-⟨hex 5⟩\n- ⟨hex 5⟩-⟨hex 5⟩\n- ⟨secret ⟨hex 5⟩-⟨hex 5⟩⟩',
  'recovery codes inline':
    'Google backup codes for the shared mailbox: ⟨digits 4⟩ ⟨digits 4⟩, ⟨digits 4⟩ ⟨digits 4⟩, ⟨digits 4⟩ ⟨digits 4⟩, ⟨secret ⟨digits 4⟩ ⟨digits 4⟩⟩',
  'Czech zalozni kody':
    'Záložní kódy k dvoufázovému ověření (účet bot@): ⟨digits 8⟩ ⟨digits 8⟩ ⟨digits 8⟩ ⟨secret ⟨digits 8⟩⟩',
  'seed phrase':
    'Treasury wallet mnemonic (12 words): ⟨secret ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩ ⟨pick abandon|ability|trumpet|velvet|orbit|pigeon|lunar|kiwi|glove|fabric|dune|clutch|brisk|zebra|tornado|scatter|oxygen|nephew⟩⟩',
  'pin door': 'Server room door code ⟨secret ⟨digits 6⟩⟩#, alarm off first.',
  'pin token': 'YubiKey PIN: ⟨secret ⟨digits 4⟩⟩',
  'pin token 2': 'YubiKey PIN: ⟨secret ⟨digits 6⟩⟩',
  'pin sim': 'Test phone SIM has PIN ⟨secret ⟨digits 4⟩⟩, PUK ⟨digits 8⟩.',
  'Czech pin': 'PIN k čipové kartě na podepisování je ⟨secret ⟨digits 4⟩⟩.',
  'Czech pin 2': 'Kód od serverovny: ⟨secret ⟨digits 6⟩⟩ a pak křížek',
  'Czech pin 3': 'alarm v kanceláři se vypíná kódem ⟨secret ⟨digits 4⟩⟩',
  'German pin': 'Die PIN für die Signaturkarte ist ⟨secret ⟨digits 6⟩⟩.',
  'ansible vault pass': 'ansible-vault password file content: `⟨secret ⟨other password⟩⟩`',
  'Czech hint season':
    'Heslo do ⟨czech-system⟩ je pořád to původní ⟨secret ⟨pick Hrochodyl|Malotraktor|Kostival|Krtecek⟩⟩, jen se na konec přidává letopočet ⟨number 2024 2026⟩ (bez mezery).',
  'Czech hint season 3':
    'Staré heslo ⟨secret ⟨pick Hrochodyl|Malotraktor|Kostival|Krtecek⟩⟩ přestalo vyhovovat politice, takže se za něj přilepil rok ⟨number 2024 2026⟩.',
  'Czech spelled words':
    'Heslo na wifi v zasedačce: ⟨secret ⟨pick borovice|lednicka|papousek|rukavice⟩⟩ (malými), za tím ⟨number 11 98⟩ a na konci vykřičník, celé bez mezer.',
  'Czech pin alarm':
    'Kancelář na Smíchově: alarm se odkóduje ⟨secret ⟨digits 4⟩⟩ a křížek, máš na to 30 vteřin.',
  'Czech pin alarm 2':
    'PIN ke služební SIM v routeru je ⟨secret ⟨digits 6⟩⟩, po třech pokusech se zablokuje.',
  'Czech pin alarm 3':
    'Služební karta v autě, PIN: ⟨secret ⟨digits 4⟩⟩. Tankovat jen u smluvní pumpy.',
  'Czech pin alarm 6': 'Tiskárna ve 3. patře chce kód; náš je ⟨secret ⟨digits 6⟩⟩ (oddělení data).',
  'Czech recovery codes':
    'Záložní kódy ke Google účtu ⟨user⟩@ (každý jen jednou, dva už jsou pryč):\n\n- ~~⟨digits 4⟩ ⟨digits 4⟩~~\n- ~~⟨digits 4⟩ ⟨digits 4⟩~~\n- ⟨digits 4⟩ ⟨digits 4⟩\n- ⟨secret ⟨digits 4⟩ ⟨digits 4⟩⟩',
  'Czech totp 2':
    'Dvoufaktor k ⟨czech-place⟩ – když ztratíš mobil, zadej do appky ručně ⟨grouped 4 blank ⟨lower ⟨secret ⟨base32 32⟩⟩⟩⟩',
  'Czech totp 2 2':
    'QR kód už nejde načíst, ručně se do autentikátoru píše ⟨secret ⟨base32 32⟩⟩ (časově závislý, 6 číslic).',
  'old plus hint':
    "⟨user⟩'s password: it's the old one (⟨secret ⟨pick Peregrine|Marmalade|Sandcastle|Buttercup⟩⟩) with ⟨pick 2026|77|#1|!!⟩ stuck on the end.",
  'pin 2': "Conference bridge host PIN ⟨secret ⟨digits 6⟩⟩; participants don't need one.",
  'pin 4': 'BitLocker startup PIN on the loaner laptop = ⟨secret ⟨digits 4⟩⟩',
  'pin 5': 'YubiKey PIN (shared CI key) – ⟨secret ⟨digits 6⟩⟩, 3 tries left',
  'cmd aws configure 2': 'AKIA⟨base32 16⟩ a k tomu ⟨secret ⟨base64 40⟩⟩ (AWS, účet analytika)',
  'cmd aws configure 3': 'aws: AKIA⟨base32 16⟩ / ⟨secret ⟨base64 40⟩⟩',
  'otpauth uri': 'otpauth://totp/ACME:⟨user⟩?issuer=ACME&secret=⟨secret ⟨base32 32⟩⟩&digits=6',
  'base word plus spelled symbol':
    '⟨remark⟩ Password for ⟨system⟩: ⟨word⟩⟨number 10 99⟩ followed by an exclamation mark, so ⟨secret ⟨word⟩⟨number 10 99⟩!⟩, and the user is ⟨user⟩.',
  'PIN for token card':
    '⟨remark⟩ The HSM smartcard for signing the bank exports is in my drawer, PIN ⟨secret ⟨digits 4⟩⟩. Three wrong tries and it bricks. ⟨remark⟩',
  'PIN for token card 2':
    '⟨remark⟩ The HSM smartcard for signing the bank exports is in my drawer, PIN ⟨secret ⟨digits 6⟩⟩. Three wrong tries and it bricks. ⟨remark⟩',
  'door / alarm code':
    'Server room for the on-prem Exasol: keypad code is ⟨secret ⟨digits 4⟩⟩#, alarm off within 30 s with the same. ⟨remark⟩',
  'door / alarm code 2':
    'Server room for the on-prem Exasol: keypad code is ⟨secret ⟨digits 5⟩⟩#, alarm off within 30 s with the same. ⟨remark⟩',
  'door / alarm code 3':
    'Server room for the on-prem Exasol: keypad code is ⟨secret ⟨digits 6⟩⟩#, alarm off within 30 s with the same. ⟨remark⟩',
  'SIM / phone unlock':
    'The test phone for the GA4 app events unlocks with ⟨secret ⟨digits 4⟩⟩; the SIM has no pin. ⟨remark⟩',
  'voicemail/conference host pin':
    'Steering call bridge: +44 20 3000 1000, room 88, I dial in as host and the host PIN is ⟨secret ⟨digits 6⟩⟩. ⟨remark⟩',
  'TOTP seed':
    '⟨remark⟩ Shared Tableau Cloud account has 2FA; add it to your authenticator with setup key ⟨secret ⟨base32 32⟩⟩ (SHA1, 30 s). ⟨remark⟩',
  'url: otpauth':
    '⟨remark⟩\n\n`otpauth://totp/Snowflake:⟨user⟩?secret=⟨secret ⟨base32 32⟩⟩&issuer=Snowflake&digits=6`',
  'list: recovery codes':
    'Recovery codes for the ⟨pick GitHub|Google|Snowflake|Atlassian⟩ bi-bot account (printed copy in the safe):\n\n- ⟨recovery-code⟩\n- ⟨recovery-code⟩\n- ⟨recovery-code⟩\n- ⟨recovery-code⟩\n- ⟨recovery-code⟩\n- ⟨secret ⟨recovery-code⟩⟩',
  'inline: recovery codes comma separated':
    '⟨remark⟩ Lost the phone again, so backup codes left for dbt Cloud: ⟨recovery-code⟩, ⟨recovery-code⟩, ⟨recovery-code⟩, ⟨recovery-code⟩, ⟨secret ⟨recovery-code⟩⟩ — cross out what you use.',
  'strikethrough list of used backup codes':
    'Google backup codes, bi-bot:\n- ~~⟨digits 4⟩ ⟨digits 4⟩~~\n- ~~⟨digits 4⟩ ⟨digits 4⟩~~\n- ⟨digits 4⟩ ⟨digits 4⟩\n- ⟨secret ⟨digits 4⟩ ⟨digits 4⟩⟩',
  'presigned / signed report link':
    'Finance pulls the file via https://x-drop.s3.eu-west-1.amazonaws.com/m.csv?X-Amz-Credential=AKIA⟨base32 16⟩%2F20261101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Expires=604800&X-Amz-Signature=⟨secret ⟨hex 64⟩⟩',
  'Czech pin na kartu/dveře':
    '⟨czech-remark⟩ Kód od serverovny je ⟨secret ⟨digits 4⟩⟩. ⟨czech-remark⟩',
  'Czech pin na kartu/dveře 2':
    '⟨czech-remark⟩ PIN na podpisovou kartu pro výpisy: ⟨secret ⟨digits 4⟩⟩. ⟨czech-remark⟩',
  'Czech pin na kartu/dveře 3':
    '⟨czech-remark⟩ Alarm v kanclu se vypíná ⟨secret ⟨digits 4⟩⟩. ⟨czech-remark⟩',
  'Czech to staré s rokem na konci':
    'Na DWH je to staré heslo, jen s novým rokem: ⟨secret ⟨czech-word⟩⟨pick 2026|26!|#2026⟩⟩. ⟨czech-remark⟩',
  'Czech 2FA klíč':
    'Sdílený účet do Google Ads má dvoufázové ověření, klíč do aplikace je ⟨secret ⟨base32 32⟩⟩. ⟨czech-remark⟩',
  'aws pair prose':
    'S3 drop bucket: AKIA⟨base32 16⟩ and ⟨secret ⟨base64 40⟩⟩, region eu-central-1.',
  'reset link':
    'Still valid reset link for the admin account: https://bi.corp.example/auth/reset_password/⟨secret ⟨base64url 43⟩⟩',
  'argon hash':
    "Admin row seeded by the migration: ('admin', '⟨secret $argon2id$v=19$m=65536,t=3,p=4$⟨base64 22⟩$⟨base64 43⟩⟩')",
  'otpauth url': 'otpauth://totp/Corp:bi-admin?secret=⟨secret ⟨base32 32⟩⟩&issuer=Corp',
  'totp cz': 'Druhý faktor do fakturačního portálu – tajný klíč pro aplikaci: ⟨secret ⟨base32 16⟩⟩',
  'recovery codes list':
    'GitHub recovery codes (bot account):\n\n- ⟨lowernum 5⟩-⟨lowernum 5⟩\n- ⟨lowernum 5⟩-⟨lowernum 5⟩\n- ⟨lowernum 5⟩-⟨lowernum 5⟩\n- ⟨lowernum 5⟩-⟨lowernum 5⟩\n- ⟨secret ⟨lowernum 5⟩-⟨lowernum 5⟩⟩',
  'recovery codes cz':
    'Záložní kódy pro Google účet týmu: ⟨digits 8⟩, ⟨digits 8⟩, ⟨digits 8⟩, ⟨secret ⟨digits 8⟩⟩',
  bitlocker:
    'BitLocker recovery key of the BI laptop: ⟨secret ⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩⟩',
  'app password':
    'Calendar sync uses the Apple app-specific password ⟨secret ⟨lower-letters 4⟩-⟨lower-letters 4⟩-⟨lower-letters 4⟩-⟨lower-letters 4⟩⟩',
  'pin en': 'The PIN of the company card is ⟨secret ⟨digits ⟨number 4 6⟩⟩⟩',
  'pin cz': 'PIN k firemní kartě: ⟨secret ⟨digits ⟨number 4 6⟩⟩⟩',
  'door code': 'Server room door code ⟨secret ⟨digits 6⟩⟩#, alarm off within 20 s.',
  'alarm cz': 'Kód alarmu v kanceláři je ⟨secret ⟨digits 6⟩⟩, pak stisknout OK.',
  'seed phrase 2':
    'Wallet seed phrase for the treasury test:\n\n> ⟨secret ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩ ⟨word⟩⟩',
  'recovery key of a disk':
    "My laptop's BitLocker recovery key: ⟨secret ⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩-⟨digits 6⟩⟩",
  'mnemonic as a numbered list':
    'Treasury test wallet, the twelve recovery words in order:\n\n⟨secret 1. ⟨word⟩\n2. ⟨word⟩\n3. ⟨word⟩\n4. ⟨word⟩\n5. ⟨word⟩\n6. ⟨word⟩\n7. ⟨word⟩\n8. ⟨word⟩\n9. ⟨word⟩\n10. ⟨word⟩\n11. ⟨word⟩\n12. ⟨word⟩⟩',
}
