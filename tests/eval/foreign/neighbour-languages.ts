/** Secrets in German, Polish and Slovak. */
export const neighbourLanguages: Readonly<Record<string, string>> = {
  'German token': 'Der Schlüssel für ⟨service⟩ lautet ⟨token⟩ (gültig bis Jahresende).',
  'German zugang': '- Zugangstoken ⟨service⟩: `⟨token⟩`\n- läuft über den Proxy',
  'Polish token': 'Klucz do ⟨service⟩ to ⟨token⟩, nie wrzucać do repo.',
  'Slovak token': 'Prístupový token pre ⟨service⟩ je ⟨token⟩, zatiaľ používame môj.',
  'german kennwort': 'Das Kennwort für ⟨host⟩ lautet ⟨password⟩, Benutzer ⟨user⟩.',
  'german chat':
    '"Wie komme ich auf ⟨host⟩?" – "mit ⟨user⟩, PW ist ⟨password⟩, bitte später ändern"',
  'polish haslo': 'Hasło do ⟨host⟩ to ⟨password⟩ (użytkownik ⟨user⟩).',
  'polish typo': 'haslo: ⟨any-password⟩, login ⟨user⟩, środowisko testowe',
  'slovak heslo': 'Heslo na ⟨host⟩ je ⟨password⟩, používateľ ⟨user⟩, zmenili to v utorok.',
  'German prose':
    'Das Kennwort für ⟨host⟩ wurde gestern neu vergeben, der Kollege aus Graz hat es mir am Telefon durchgesagt: ⟨password⟩',
  'German prose 2': 'Zugangsdaten Lagerserver: Benutzer ⟨user⟩, Paßwort ⟨password⟩',
  'German prose 3':
    'Falls die Maske nach dem Losungswort fragt, ⟨password⟩ eintippen und mit Enter bestätigen.',
  'German prose 4': 'Passwd fürs WLAN im Besprechungsraum lautet jetzt ⟨password⟩.',
  'German token 2': 'Der Schlüssel für ⟨service⟩ (bitte nicht ins Repo einchecken!) ist ⟨token⟩',
  'German token 2 2': 'Zugriffstoken ⟨service⟩, gültig bis Jahresende:\n\n> ⟨token⟩',
  'Polish prose': 'Hasło do ⟨host⟩ zmienione w piątek, teraz wpisujemy ⟨password⟩',
  'Polish prose 2': 'Logowanie: ⟨user⟩ i potem ⟨password⟩ (tak, to jest hasło, nie żart)',
  'Polish prose 3':
    'Jak wyskoczy okienko z hasłem, to ⟨password⟩, a jak nie zadziała, dzwoń do Marka.',
  'Slovak prose':
    'Prístupové heslo (⟨service⟩) sme menili v stredu a odvtedy je to ⟨token⟩, staré už nefunguje.',
  'Slovak prose 2': 'Do databázy na ⟨host⟩ lezieme pod ⟨user⟩, heslo poznáš: ⟨token⟩',
  'Slovak prose 3': 'Kľúč pre ⟨service⟩ mi poslal Ďuro cez Signal – ⟨token⟩',
  'German Passwort lautet':
    'Der Nachtlauf war spät, SAP hing. Das Passwort für ⟨user⟩ am ⟨pick DWH|Tableau-Server|Exasol⟩ lautet ⟨password⟩, bitte nicht weitergeben. Danach Extrakt neu laden.',
  'German Zugangsdaten Liste':
    'Zugangsdaten Rohbau:\n- Benutzer: ⟨user⟩\n- Kennwort: ⟨password⟩\n- Mandant: 100',
  'German Chat':
    'Ingrid: komme nicht ins BW\nich: wurde geändert, nimm ⟨password⟩\nIngrid: läuft, danke',
  'German Token im Satz':
    'Für ⟨service⟩ brauchen wir den Schlüssel ⟨token⟩, sonst bricht der Abruf mit 403 ab. Die Tabelle ⟨table⟩ wird danach neu aufgebaut.',
  'Polish hasło':
    'Ładowanie nocne się spóźniło. Hasło do ⟨pick hurtowni|Tableau|FTP klienta⟩ to ⟨password⟩, login ⟨user⟩. Potem odświeżyć ekstrakt.',
  'Polish klucz API':
    'Nowy klucz do ⟨service⟩: ⟨token⟩ (stary wygasł). Limit 60 zapytań na minutę.',
  'Slovak heslo':
    'Nočný load dobehol neskoro. Prihlasovacie heslo do ⟨pick skladu|skladu|reportingu⟩ je teraz ⟨password⟩, používateľ ⟨user⟩. Potom skontrolovať počty riadkov.',
  'German prose 5': 'Der Schlüssel für ⟨service⟩ lautet ⟨token⟩ und gilt nur für die Testumgebung.',
  'Polish prose 4': 'Klucz API do ⟨service⟩: ⟨token⟩ (nie wrzucać do repo)',
  'Slovak prose 4': 'Prístupový token pre ⟨service⟩ je ⟨token⟩, zmeníme ho po releasi.',
  'German passwort': 'Das Passwort für ⟨host⟩ lautet ⟨password⟩, bitte nicht weitergeben.',
  'German kennwort liste': '- Rechner: ⟨host⟩\n- Benutzer: ⟨user⟩\n- Kennwort: ⟨password⟩',
  'German zugang 2': 'Zugangsdaten Testsystem: ⟨user⟩ / ⟨password⟩',
  'Slovak heslo 2': 'Heslo na ⟨host⟩ je teraz ⟨password⟩, staré už nefunguje.',
  'Slovak prihlasenie': 'Prihlásenie do reportov: meno ⟨user⟩, heslo ⟨password⟩',
}
