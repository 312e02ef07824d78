/** Data of people in English, in tables and in programs. */
export const personsInEnglish: Readonly<Record<string, string>> = {
  'birth number':
    'Bug repro: client ⟨czech-name⟩ with birth number ⟨secret ⟨birth-number⟩⟩ gets two policies.',
  'ssn prose':
    '⟨name⟩ (SSN ⟨secret ⟨ssn⟩⟩) shows up twice in payroll export, dedupe on employee id.',
  'ssn json': '```json\n{"name":"⟨name⟩","ssn":"⟨secret ⟨ssn⟩⟩","plan":"gold"}\n```',
  'ssn csv':
    '```csv\nlast,first,ssn,dob\n⟨family⟩,⟨given⟩,⟨secret ⟨ssn⟩⟩,19⟨number 55 99⟩-0⟨number 1 9⟩-⟨number 10 28⟩\n```',
  pesel: 'Klientka ⟨polish-name⟩, PESEL ⟨secret ⟨pesel⟩⟩, błąd walidacji w formularzu.',
  passport: 'Visa for the offsite: ⟨name⟩, passport no. ⟨secret ⟨digits 8⟩⟩, valid to 2031',
  'driver licence': "Rental car under ⟨name⟩, driver's license ⟨secret D⟨digits 7⟩⟩ (CA).",
  'German steuer id': 'Mitarbeiter ⟨german-name⟩, Steuer-ID ⟨secret ⟨tax-number⟩⟩, fehlt im Export',
  'iban grouped': 'Refund ⟨name⟩ to ⟨grouped 4 blank ⟨secret ⟨iban⟩⟩⟩ manually, job skipped it.',
  'iban de': 'Gehalt ⟨german-name⟩: IBAN ⟨grouped 4 blank ⟨secret ⟨iban⟩⟩⟩',
  'card spaces':
    'Team card (⟨name⟩): ⟨grouped 4 blank ⟨secret ⟨card⟩⟩⟩ exp 0⟨number 1 9⟩/2⟨number 7 9⟩ cvc ⟨digits 3⟩',
  'card dashes':
    'Customer ⟨name⟩ read me the card over the phone, ⟨grouped 4 dash ⟨secret ⟨card⟩⟩⟩, charge failed with do_not_honor',
  'card log':
    '```\nERROR payment declined pan=⟨secret ⟨card⟩⟩ holder="⟨upper ⟨name⟩⟩" amount=⟨number 100 9000⟩\n```',
  'us phone': "⟨name⟩'s personal cell is ⟨secret ⟨phone⟩⟩, only text her on weekends.",
  'phone wife':
    "If ⟨pick Colin|Daniel⟩ ⟨pick Mackay|Osei⟩ doesn't answer, call his wife on ⟨secret +44 7⟨digits 3⟩ ⟨digits 6⟩⟩.",
  'address us': '⟨name⟩ works from home, ship the monitor to ⟨secret ⟨address⟩⟩',
  'address de': 'Privatanschrift ⟨german-name⟩: ⟨secret ⟨german-address⟩⟩',
  'private email': '⟨name⟩ is on leave, send the draft to her private mail ⟨secret ⟨private-mail⟩⟩',
  'email mailto': 'Klientka [⟨polish-name⟩](mailto:⟨secret ⟨private-mail⟩⟩) prosi o kopię polisy',
  'email insert sql':
    "```sql\nINSERT INTO crm.contact (full_name, email, phone) VALUES ('⟨czech-name⟩', '⟨secret ⟨private-mail⟩⟩', '+420⟨mobile⟩');\n```",
  'health en':
    'Note: ⟨name⟩ is out till May because of her diagnosis (⟨secret ⟨pick breast cancer|type 1 diabetes|bipolar disorder|epilepsy|HIV positive|a herniated disc⟩⟩), plan reviews without her.',
  'yaml 2':
    '```yaml\nemployee:\n  name: ⟨name⟩\n  social_security: "⟨secret ⟨ssn⟩⟩"\n  manager: null\n```',
  'log phone':
    '```\nINFO sms sent to=⟨secret +420⟨mobile⟩⟩ name="⟨czech-name⟩" tpl=upominka_2\n```',
  'insurance no us':
    'Patient ⟨name⟩, Medicare number ⟨secret ⟨number 1 9⟩⟨base32 1⟩⟨uppernum 1⟩⟨digits 1⟩-⟨base32 2⟩⟨digits 1⟩-⟨base32 2⟩⟨digits 2⟩⟩, claim stuck in pended',
  'uk nino':
    "⟨name⟩'s NI number is ⟨secret ⟨pick AB|CE|JK|PW⟩ ⟨digits 2⟩ ⟨digits 2⟩ ⟨digits 2⟩ ⟨pick A|B|C|D⟩⟩ (payroll asked twice)",
  'Czech account iban 3':
    '```yaml\nprijemce: ⟨czech-name⟩\nucet: "⟨secret ⟨iban⟩⟩"\ntyp: soukromy\n```',
  'German pii':
    'Spesen von ⟨german-name⟩ bitte auf das Privatkonto ⟨secret ⟨grouped 4 blank ⟨iban⟩⟩⟩ überweisen.',
  'German pii 2':
    '⟨german-name⟩, Sozialversicherungsnummer ⟨secret ⟨number 10 65⟩ ⟨digits 6⟩ ⟨pick A|B|C|D|E|F|G|H|I|J|K|L|M|N|O|P|Q|R|S|T|U|V|W|X|Y|Z⟩ ⟨digits 3⟩⟩, fehlt im Export der Lohnbuchhaltung.',
  'German pii 3':
    '⟨german-name⟩ ist ab 18 Uhr nur noch privat erreichbar: ⟨secret +49 17⟨number 0 9⟩ ⟨digits 7⟩⟩',
  'German pii 4':
    '⟨german-name⟩ ist wegen einer ⟨secret Depression⟩ bis Ende Mai krankgeschrieben, Übergabe macht Jonas.',
  'Polish pii':
    'Umowa: ⟨polish-name⟩, nr ewidencyjny PESEL ⟨secret ⟨pesel⟩⟩, do podpisu w czwartek.',
  'Polish pii 2':
    'W raporcie wyciekł rekord ⟨polish-name⟩ (⟨secret ⟨pesel⟩⟩ to jej PESEL), usunąć z próbki.',
  id: 'W-2 for ⟨name⟩ bounced, social on file is ⟨secret ⟨ssn⟩⟩.',
  'id 2':
    'Visa booking: ⟨name⟩ travels on passport ⟨secret ⟨upper-letters 2⟩⟨digits 7⟩⟩, expires 2031.',
  'id 3':
    '⟨name⟩ – National Insurance no. ⟨secret ⟨pick AB|CE|JK⟩ ⟨digits 2⟩ ⟨digits 2⟩ ⟨digits 2⟩ ⟨pick A|B|C|D⟩⟩ – missing from the payroll feed.',
  card: 'Hotel guarantee: ⟨name⟩, ⟨secret ⟨card⟩⟩, exp 09/28, cvc ⟨digits 3⟩.',
  'card 2':
    'Reklamace platby – ⟨name⟩ platil kartou ⟨secret ⟨grouped 4 blank ⟨card⟩⟩⟩, platnost 11/27.',
  'card 3':
    '`{"holder":"⟨name⟩","pan":"⟨secret ⟨grouped 4 dash ⟨card⟩⟩⟩"}` leaked into the debug log',
  'card 11':
    'Reklamace platby – ⟨czech-name⟩ platil kartou ⟨secret ⟨grouped 4 blank ⟨card⟩⟩⟩, platnost 11/27.',
  'card 12':
    '`{"holder":"⟨czech-name⟩","pan":"⟨secret ⟨grouped 4 dash ⟨card⟩⟩⟩"}` leaked into the debug log',
  'card 13': 'Hotel guarantee: ⟨czech-name⟩, ⟨secret ⟨card⟩⟩, exp 09/28, cvc ⟨digits 3⟩.',
  contact:
    "On-call fallback: ⟨name⟩'s personal cell, ⟨secret +1 ⟨number 212 989⟩ ⟨number 200 999⟩ ⟨digits 4⟩⟩, after three missed pages.",
  'contact 2':
    'Ship the replacement laptop to ⟨name⟩ at home, ⟨secret ⟨number 4 990⟩ ⟨pick Maple Court|Hawthorn Lane|Orchard Street⟩, ⟨pick Dayton OH 45402|Leeds LS6 2AB|Boise ID 83702⟩⟩.',
  'contact 3':
    '⟨name⟩ left last month; her personal mailbox is ⟨secret ⟨private-mail⟩⟩ if payroll needs her.',
  health:
    '⟨name⟩ is out until June because of ⟨secret ⟨pick type 1 diabetes|breast cancer|a miscarriage|bipolar disorder|HIV|epilepsy⟩⟩; cover the on-call.',
  'health 2':
    "Don't schedule ⟨name⟩ for nights, she was diagnosed with ⟨secret ⟨pick type 1 diabetes|breast cancer|a miscarriage|bipolar disorder|HIV|epilepsy⟩⟩ last spring.",
  'birth number English note':
    'Test of the dedupe: ⟨czech-given⟩ ⟨czech-family⟩ (birth no. ⟨secret ⟨birth-number⟩⟩) should collapse to one customer. ⟨remark⟩',
  'SSN in prose':
    '⟨remark⟩ Payroll row of ⟨given⟩ ⟨family⟩, SSN ⟨secret ⟨ssn⟩⟩, fails the hash join because of a trailing space. ⟨remark⟩',
  'SSN spaced/undashed in table':
    '| employee | social | state |\n|---|---|---|\n| ⟨given⟩ ⟨family⟩ | ⟨secret ⟨ssn⟩⟩ | TX |',
  'IBAN compact in English':
    "⟨remark⟩ ⟨given⟩ ⟨family⟩'s travel expenses go to ⟨secret ⟨iban⟩⟩ – the HR feed truncates it to 20 characters. ⟨remark⟩",
  'card number spaces':
    "⟨remark⟩ The SaaS subscriptions are billed to ⟨given⟩ ⟨family⟩'s card ⟨grouped 4 blank ⟨secret ⟨card⟩⟩⟩ exp ⟨number 1 12⟩/28 cvc ⟨digits 3⟩. ⟨remark⟩",
  'card number leaked in log':
    '```\n⟨date⟩ 10:01:44 ERROR payload={"pan":"⟨secret ⟨card⟩⟩","holder":"⟨upper ⟨given⟩⟩ ⟨upper ⟨family⟩⟩","amt":1290}\n```\nThe masking step is skipped for retries.',
  'private phone English':
    '⟨remark⟩ ⟨given⟩ ⟨family⟩ is on leave, but picks up on the personal number ⟨secret ⟨phone⟩⟩. ⟨remark⟩',
  'home address':
    '⟨remark⟩ ⟨given⟩ ⟨family⟩ works from home, so the loaner laptop goes to ⟨secret ⟨address⟩⟩. ⟨remark⟩',
  'private e mail English':
    '⟨remark⟩ Customer ⟨given⟩ ⟨family⟩ (⟨secret ⟨private-mail⟩⟩) complains that her orders show under another account. ⟨remark⟩',
  'health English':
    '⟨remark⟩ ⟨given⟩ ⟨family⟩ is off for six weeks because of ⟨secret ⟨illness⟩⟩, so I take over ⟨table⟩. ⟨remark⟩',
  'passport number':
    '⟨remark⟩ Visitor list for the data centre: ⟨given⟩ ⟨family⟩, passport ⟨secret ⟨digits 8⟩⟩, Tuesday 9:00. ⟨remark⟩',
  'passport number 2':
    '⟨remark⟩ Visitor list for the data centre: ⟨given⟩ ⟨family⟩, passport ⟨secret C⟨digits 3⟩⟨uppernum 5⟩⟩, Tuesday 9:00. ⟨remark⟩',
  'passport number 3':
    '⟨remark⟩ Visitor list for the data centre: ⟨given⟩ ⟨family⟩, passport ⟨secret ⟨digits 9⟩⟩, Tuesday 9:00. ⟨remark⟩',
  PESEL:
    'Zduplikowany klient ⟨pick Anna Wrona|Piotr Zięba|Ewa Lis⟩, PESEL ⟨secret ⟨pesel⟩⟩, w ⟨table⟩. Sprawdzić klucz.',
  'Steuer ID / SV Nummer':
    'Lohnexport: ⟨given⟩ ⟨family⟩, Steuer-ID ⟨secret ⟨number 10 98⟩ ⟨digits 3⟩ ⟨digits 3⟩ ⟨digits 3⟩⟩, Join liefert keine Zeile.',
  'Steuer ID / SV Nummer 2':
    'Lohnexport: ⟨given⟩ ⟨family⟩, Steuer-ID ⟨secret ⟨number 10 89⟩⟨number 1 28⟩⟨number 1 12⟩⟨number 50 99⟩⟨pick A|B|C|D|E|F|G|H|I|J|K|L|M|N|O|P|Q|R|S|T|U|V|W|X|Y|Z⟩⟨digits 3⟩⟩, Join liefert keine Zeile.',
  'sample rows in CSV':
    '```csv\ncustomer_id,name,email,phone\n⟨number 1000 99999⟩,⟨czech-given⟩ ⟨czech-family⟩,⟨secret ⟨private-mail⟩⟩,⟨mobile⟩\n```\nThe phone column loses its plus sign in the load.',
  'date of birth with name':
    '⟨remark⟩ ⟨given⟩ ⟨family⟩, born ⟨secret ⟨number 1 28⟩ ⟨pick March|July|November⟩ ⟨number 1958 2001⟩⟩, shows as 126 years old in the age bucket. ⟨remark⟩',
  'JSON event with person':
    '```json\n{"event":"lead","props":{"jmeno":"⟨czech-given⟩ ⟨czech-family⟩","mobil":"⟨secret ⟨mobile⟩⟩","utm":"promo"}}\n```',
  'rc where clause':
    "```sql\n-- dotaz na jednoho klienta\nSELECT * FROM klient WHERE rodne_cislo = '⟨secret ⟨birth-digits⟩⟩';\n```",
  'rc spaced':
    'Customer used for testing on prod data: ⟨name⟩, Czech birth no. ⟨grouped 6 blank ⟨secret ⟨birth-digits⟩⟩⟩',
  'ssn prose 2': 'Duplicate found for ⟨name⟩, SSN ⟨secret ⟨ssn⟩⟩, merge by hand.',
  'ssn csv 2': '```csv\nemployee,ssn,dept\n⟨name⟩,⟨secret ⟨ssn⟩⟩,Finance\n```',
  'pesel 2': 'Klient testowy to prawdziwa osoba: ⟨polish-name⟩, PESEL ⟨secret ⟨pesel⟩⟩',
  nino: 'Payroll check: ⟨name⟩ has NI number ⟨secret ⟨pick AB|JC|PX⟩ ⟨digits 2⟩ ⟨digits 2⟩ ⟨digits 2⟩ ⟨pick A|B|C|D⟩⟩',
  'passport en': 'Visa form for ⟨name⟩: passport no. ⟨secret ⟨digits 8⟩⟩, expires 2031.',
  'de steuer': 'Steuer-ID von ⟨german-name⟩: ⟨secret ⟨tax-number⟩⟩',
  'iban de 2': 'Reimburse ⟨name⟩ to ⟨secret ⟨iban⟩⟩ as usual.',
  'iban table': '| payee | iban | amount |\n|---|---|---|\n| ⟨name⟩ | ⟨secret ⟨iban⟩⟩ | 1 240 |',
  'iban split': "Landlord's IBAN (⟨name⟩):\n⟨first ⟨secret ⟨iban⟩⟩⟩\n⟨second ⟨secret ⟨iban⟩⟩⟩",
  'card spaces 2':
    'Team card for SaaS: ⟨grouped 4 blank ⟨secret ⟨card⟩⟩⟩, exp 09/28, CVC ⟨digits 3⟩',
  'card json':
    'Payload that broke the parser: `{"holder":"⟨name⟩","pan":"⟨secret ⟨card⟩⟩","amount":1290}`',
  'card log 2': '```\n12:01:44 WARN payment declined cardNumber=⟨secret ⟨card⟩⟩ code=05\n```',
  'phone us': 'On weekends call ⟨name⟩ on the private cell ⟨secret ⟨phone⟩⟩',
  'phone table': '| who | private mobile |\n|---|---|\n| ⟨name⟩ | ⟨secret ⟨mobile⟩⟩ |',
  'phone tel link': 'Escalation: [⟨name⟩](tel:⟨secret ⟨mobile⟩⟩) (his own phone)',
  'mail prose': '⟨name⟩ also reads ⟨secret ⟨private-mail⟩⟩ when the corporate mail is down.',
  'mail at spelled': 'Private mail of ⟨name⟩: ⟨secret ⟨private-mail⟩⟩',
  'mail sql':
    "```sql\nselect * from users where email = '⟨secret ⟨private-mail⟩⟩' -- ⟨name⟩, complains often\n```",
  'mail urlencoded':
    'Unsubscribe test link: https://news.corp.example/u?m=⟨url ⟨secret ⟨private-mail⟩⟩⟩&n=⟨url ⟨name⟩⟩',
  'address en': 'Ship the badge to the home address of ⟨name⟩: ⟨secret ⟨address⟩⟩',
  'health en 2':
    "⟨name⟩ was diagnosed with ⟨secret ⟨pick type 1 diabetes|multiple sclerosis|bipolar disorder|Crohn's disease|breast cancer⟩⟩, so no on-call for now.",
  'dob en':
    '⟨name⟩, born ⟨secret ⟨number 1 28⟩ ⟨pick March|July|November⟩ ⟨number 1958 2001⟩⟩, is the record that fails the age check.',
}
