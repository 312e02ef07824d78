/** Keys told in Czech. */
export const czechTokens: Readonly<Record<string, string>> = {
  'Czech token je': 'Token do ⟨service⟩ je ⟨token⟩, platí do konce roku.',
  'Czech pouzij tenhle': 'Na volání ⟨service⟩ použij tenhle klíč: `⟨token⟩`',
  'Czech klic pred nazvem': '⟨token⟩ – to je klíč k ⟨service⟩, dostal jsem ho od Romana',
  'Czech novy stary': '⟨service⟩: starý klíč ⟨other token⟩ už nejede, nový je ⟨token⟩',
  'Czech nadpis': '### Přístup do ⟨service⟩\n\n- prostředí: test\n- ⟨token⟩',
  'Czech chat': '> Míša: nemáš někdo token na ⟨service⟩?\n> já: jj, ber můj ⟨token⟩',
  'Czech asistentovi':
    'Když budeš něco tahat z ⟨service⟩, přihlas se mým tokenem ⟨token⟩ a nikam ho nevypisuj.',
  'Czech ticket':
    'INC⟨digits 7⟩ – dodavatel poslal přístupový klíč k ⟨service⟩ (⟨token⟩), vyzkoušeno, funguje.',
  'Czech emoji': '🔐 ⟨service⟩ – ⟨token⟩ (neposílat dál)',
  'Czech token prose':
    'Klíč k ⟨service⟩ mi vygeneroval Dan, platí do konce roku a zatím ho používáme všichni: ⟨token⟩',
  'Czech token prose 2': 'Pro ⟨service⟩ posíláme v hlavičce ⟨token⟩, bez toho vrací 401.',
  'Czech token prose 3':
    'Jestli ⟨service⟩ vyhodí „unauthorized“, přilep do nastavení tenhle řetězec: ⟨token⟩. Je to náš token pro produkci.',
  'Czech pronoun heading':
    '### Heslo k zálohám\n\nPlatí od března, mění se jednou za půl roku.\n\nNikam dál to prosím neposílat.\n\n⟨token⟩',
  'Czech pronoun heading 2':
    '## Přístupový klíč ⟨service⟩\n\n- správce: tým Data\n- expirace: nikdy\n- je to tohle:\n  - ⟨token⟩',
  'Czech secret first':
    '⟨token⟩ — tak tohle je ten ⟨service⟩ přístup, co jsme hledali celé dopoledne, patří k účtu ⟨user⟩ jako heslo.',
  'Czech secret first 2': '⟨token⟩\n\n↑ heslo/klíč, ⟨service⟩, prod. Nesdílet mimo tým.',
  'ticket comment 2 2':
    'Z tiketu HD-⟨digits 5⟩: uživatelka se přihlašuje jako ⟨user⟩ / ⟨token⟩, hlásí chybu 0x80.',
  'checkbox todo 2':
    '- [ ] přestat používat ⟨token⟩ jako heslo na všech strojích\n- [ ] dopsat testy',
  'Czech zájmeno "použij tohle"':
    '⟨service⟩ vrací 401, token z wiki vypršel. Použij tohle: ⟨token⟩. ⟨czech-remark⟩',
  'Czech token v závorce':
    '⟨czech-remark⟩ Extraktor ⟨service⟩ (klíč ⟨token⟩) jede ve 4:10 a plní ⟨table⟩. ⟨czech-remark⟩',
  'Czech fio token':
    'Výpisy z Fia taháme přes token ⟨token⟩ (jen čtení, platí do ledna), endpoint /periods/. ⟨czech-remark⟩',
  'Czech keboola storage token':
    '⟨czech-remark⟩ Storage token projektu ⟨number 100 9999⟩: ⟨token⟩. ⟨czech-remark⟩',
  'Czech ticket komentář':
    '**BI-⟨number 100 999⟩** – ⟨service⟩ nejede\n\nKomentář (⟨date⟩): vygeneroval jsem nový přístupový klíč ⟨token⟩, prosím doplnit do konektoru.',
  'Czech hodnota v odrážce pod názvem':
    '- přístupový klíč ⟨service⟩\n  - ⟨token⟩\n  - platí do ledna, jen čtení\n- plní ⟨table⟩',
  'Czech prose':
    'Do služby ⟨service⟩ se skript přihlašuje klíčem ⟨token⟩, platí pro obě prostředí.',
  'Czech token je 2': 'Token k ⟨service⟩ je ⟨token⟩. Neposílat dál.',
  'Czech heading': '## Přístupový klíč – ⟨service⟩\n\n⟨token⟩',
  'Czech chat 2': '> Lenka: máš někdo ten klíč k ⟨service⟩?\n> Tomáš: jo, tady: ⟨token⟩',
  'Czech edit of item': '- ⟨czech-remark⟩ Doplněno: volá se přes ⟨service⟩, token ⟨token⟩.',
}
