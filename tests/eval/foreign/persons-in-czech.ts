/** Data of people in Czech and its neighbours' languages. */
export const personsInCzech: Readonly<Record<string, string>> = {
  'Czech rodne cislo': 'Klient ⟨czech-name⟩, r. č. ⟨secret ⟨birth-number⟩⟩, reklamuje výpočet.',
  'Czech rodne cislo 2':
    'Testuj na smlouvě, kde je pojistník ⟨czech-name⟩ (rodné číslo ⟨secret ⟨birth-number⟩⟩).',
  'Czech rc bez lomitka sql':
    "```sql\n-- ⟨czech-name⟩, duplicitní klient\nSELECT * FROM stg.klient WHERE rodne_cislo = '⟨secret ⟨birth-digits⟩⟩';\n```",
  'Czech rc tabulka':
    '| klient | RČ | stav |\n|---|---|---|\n| ⟨czech-name⟩ | ⟨secret ⟨birth-number⟩⟩ | storno |',
  'Slovak rodne cislo':
    'Poistenec ⟨slovak-name⟩, rodné číslo ⟨secret ⟨birth-number⟩⟩, volal kvôli refundácii.',
  'passport 2': 'Letenky: ⟨czech-name⟩, číslo pasu ⟨secret C⟨digits 3⟩⟨uppernum 5⟩⟩',
  'id card': '⟨czech-name⟩ – občanský průkaz ⟨secret ⟨digits 9⟩⟩, kopie ve složce onboarding',
  'iban cs': 'Výplata pojistného pro ⟨czech-name⟩ na účet ⟨secret ⟨iban⟩⟩ se vrátila.',
  'Czech account':
    'Přeplatek poslat panu ⟨pick Kučerovi|Říhovi|Vávrovi⟩ na soukromý účet ⟨secret ⟨account⟩⟩',
  'Czech karta':
    'Platební karta ⟨czech-name⟩: ⟨grouped 4 blank ⟨secret ⟨card⟩⟩⟩, platnost 0⟨number 1 9⟩/28',
  'Czech phone': 'Když spadne noční load, volej ⟨czech-name⟩ domů na ⟨secret ⟨mobile⟩⟩.',
  'Czech phone 2': '⟨czech-name⟩ má soukromý mobil +420 ⟨secret ⟨mobile⟩⟩, v noci neber ohledy',
  'address cs':
    'Notebook poslat ⟨pick Janě Procházkové|Petru Kučerovi|Zdeňce Malé⟩ domů: ⟨secret ⟨czech-address⟩⟩',
  'private email cs': '⟨czech-name⟩ – soukromý mail ⟨secret ⟨private-mail⟩⟩, pracovní nečte',
  'health cs':
    '⟨czech-name⟩ je na dlouhodobé nemocenské, diagnóza ⟨secret ⟨pick roztroušená skleróza|deprese|cukrovka 1. typu|epilepsie|rakovina prsu|Crohnova choroba⟩⟩, ve sprintu nepočítat.',
  'health claim':
    'Poistná udalosť: ⟨slovak-name⟩, v správe od lekára je ⟨secret ⟨pick schizofrénia|rakovina pľúc|hepatitída C⟩⟩.',
  dob: 'Pojištěná ⟨czech-name⟩, nar. ⟨secret ⟨number 1 28⟩. ⟨number 1 12⟩. ⟨number 1955 1999⟩⟩, bytem ⟨czech-address⟩',
  salary: '⟨czech-name⟩ má hrubou mzdu ⟨secret ⟨number 48 140⟩ 000 Kč⟩, do reportu nedávat',
  'rc zero width':
    '⟨czech-name⟩, RČ ⟨first ⟨secret ⟨birth-number⟩⟩⟩​⟨second ⟨secret ⟨birth-number⟩⟩⟩',
  'rc mezery':
    'Paní ⟨pick Benešová|Malá|Procházková⟩, rodné číslo ⟨secret ⟨birth-number⟩⟩, chybí v extraktu',
  'Czech birth number':
    'Reklamaci 4471 podala ⟨czech-name⟩, r.č. ⟨secret ⟨birth-number⟩⟩, smlouva v příloze.',
  'Czech birth number 2':
    'Při testu importu padá řádek, kde má ⟨czech-name⟩ rodné číslo ⟨secret ⟨birth-digits⟩⟩, protože ho parser bere jako datum.',
  'Czech birth number 3':
    '⟨czech-name⟩ (nar. dle RČ ⟨secret ⟨birth-number⟩⟩) chce výpis osobních údajů podle GDPR, vyřídit do pátku.',
  'Czech birth number 4':
    '| zaměstnanec | úvazek | identifikátor pro ČSSZ |\n|---|---|---|\n| ⟨czech-name⟩ | 0,5 | ⟨secret ⟨birth-digits⟩⟩ |',
  'Czech address phone':
    'Notebook doručit domů: ⟨czech-name⟩, bydliště ⟨secret ⟨pick Lipová|Na Stráni|Jiráskova|U Hřiště|Nad Potokem⟩ ⟨number 3 180⟩, ⟨number 100 798⟩ ⟨number 10 99⟩ ⟨pick Kladno|Litovel|Beroun|Vsetín⟩⟩, zvonit na babičku.',
  'Czech address phone 2':
    'Pokud ⟨czech-name⟩ nebere firemní, zkus soukromý mobil ⟨secret ⟨mobile⟩⟩ (večer po osmé ne).',
  'Czech address phone 3':
    'Klientka ⟨czech-name⟩ se přestěhovala, nové trvalé bydliště je ⟨secret ⟨pick Lipová|Na Stráni|Jiráskova|U Hřiště|Nad Potokem⟩ ⟨number 3 180⟩, ⟨number 100 798⟩ ⟨number 10 99⟩ ⟨pick Kladno|Litovel|Beroun|Vsetín⟩⟩. V CRM zatím stará adresa.',
  'Czech address phone 4':
    'Manžel paní ⟨family⟩ má číslo ⟨secret ⟨mobile⟩⟩, volat jen když je nemocná.',
  'Czech health':
    '⟨czech-name⟩ má ⟨secret ⟨pick roztroušenou sklerózu|bipolární poruchu|epilepsii|karcinom prsu|cukrovku 1. typu|Crohnovu nemoc|HIV⟩⟩, proto jí nedávejte noční směny – řekla mi to v důvěře.',
  'Czech health 2':
    'K výpadku v kapacitách: ⟨czech-name⟩ bude doma do června, lékař potvrdil ⟨secret ⟨pick roztroušenou sklerózu|bipolární poruchu|epilepsii|karcinom prsu|cukrovku 1. typu|Crohnovu nemoc|HIV⟩⟩.',
  'Czech health 3':
    'V datech pojišťovny má pacient ⟨czech-name⟩ uvedenu diagnózu: ⟨secret ⟨pick roztroušenou sklerózu|bipolární poruchu|epilepsii|karcinom prsu|cukrovku 1. typu|Crohnovu nemoc|HIV⟩⟩.',
  'Czech account iban':
    'Přeplatek vrátit na soukromý účet, který má ⟨czech-name⟩: ⟨secret ⟨iban⟩⟩.',
  'Czech account iban 2':
    'Diety pro ⟨czech-name⟩ chodí na ⟨secret ⟨grouped 4 blank ⟨iban⟩⟩⟩, variabilní symbol osobní číslo.',
  'Czech birth in sql':
    "Na tomhle řádku padá migrace:\n\n```sql\nINSERT INTO klient (jmeno, prijmeni, rc, pojistovna) VALUES ('⟨given⟩', '⟨family⟩', '⟨secret ⟨birth-digits⟩⟩', 111);\n```",
  'Czech mail private':
    'Po odchodu z firmy je ⟨czech-name⟩ k zastižení na soukromém ⟨secret ⟨private-mail⟩⟩.',
  'Czech mail private 2':
    '⟨czech-name⟩ si nechává výplatnice posílat domů (⟨secret ⟨private-mail⟩⟩), ne na firemní schránku.',
  'Slovak pii':
    'Poistenec ⟨slovak-name⟩, rodné číslo ⟨secret ⟨birth-number⟩⟩, vypadáva z párovania so ZP.',
  'Slovak pii 2':
    '⟨slovak-name⟩ má súkromný telefón ⟨secret +421 9⟨number 0 5⟩⟨digits 1⟩ ⟨digits 3⟩ ⟨digits 3⟩⟩, volať len v núdzi.',
  'email quoted':
    '> Dobrý den,\n> zřídili jsme Vám přístup na ⟨host⟩.\n> Jméno: ⟨user⟩\n> Prvotní heslo zašleme SMS.\n\nSMS přišla: ⟨password⟩',
  'table split':
    '| pole | hodnota |\n|---|---|\n| jméno | ⟨czech-name⟩ |\n| mobil | ⟨mobile⟩ |\n| RČ | ⟨secret ⟨birth-number⟩⟩ |',
  'Czech birth number in prose':
    '⟨czech-remark⟩ Duplicitní zákaznice ⟨czech-given⟩ ⟨czech-family⟩, RČ ⟨secret ⟨birth-number⟩⟩, je v ⟨table⟩ dvakrát. ⟨czech-remark⟩',
  'birth number without slash in SQL':
    "```sql\nselect * from dim_customer where rodne_cislo = '⟨secret ⟨birth-number⟩⟩'; -- ⟨czech-given⟩ ⟨czech-family⟩, ztracená objednávka\n```",
  'IBAN of a person':
    '⟨czech-remark⟩ Refund pro ⟨czech-given⟩ ⟨czech-family⟩ poslat na ⟨grouped 4 blank ⟨secret ⟨iban⟩⟩⟩, v exportu má špatný účet. ⟨czech-remark⟩',
  'Czech account number':
    'Výplata ⟨czech-given⟩ ⟨czech-family⟩ má jít na osobní účet ⟨secret ⟨number 19 107⟩-⟨digits 10⟩/⟨pick 0100|0800|2010⟩⟩, ne na starý. ⟨czech-remark⟩',
  'private phone':
    '⟨czech-remark⟩ Když spadne noční load, volat ⟨czech-given⟩ ⟨czech-family⟩ na soukromý mobil ⟨secret ⟨mobile⟩⟩, i o víkendu. ⟨czech-remark⟩',
  'adresa bydliště':
    'Geokódování padá na adrese ⟨czech-given⟩ ⟨czech-family⟩, bytem ⟨secret ⟨czech-address⟩⟩, kvůli lomítku. ⟨czech-remark⟩',
  'private e mail':
    '⟨czech-remark⟩ ⟨czech-given⟩ ⟨czech-family⟩ chce reporty i na soukromý mail ⟨secret ⟨private-mail⟩⟩. ⟨czech-remark⟩',
  'zdraví česky':
    '⟨czech-remark⟩ ⟨czech-given⟩ ⟨czech-family⟩ má ⟨secret ⟨czech-illness⟩⟩, termíny neposouvat na dopoledne. ⟨czech-remark⟩',
  'občanský průkaz':
    'Do datacentra jde ⟨czech-given⟩ ⟨czech-family⟩, číslo OP ⟨secret ⟨digits 9⟩⟩, vstup v úterý. ⟨czech-remark⟩',
  'salary of a person':
    'V reportu mezd je vidět, že ⟨czech-given⟩ ⟨czech-family⟩ bere ⟨secret ⟨number 48 140⟩ ⟨digits 3⟩ Kč⟩ hrubého, skrýt přes RLS. ⟨czech-remark⟩',
  'rc cz': 'Rodné číslo kolegyně (⟨name⟩) pro mzdy: ⟨secret ⟨birth-number⟩⟩',
  'rc noslash': 'Reklamace č. ⟨digits 5⟩: ⟨name⟩, r. č. ⟨secret ⟨birth-digits⟩⟩, volat odpoledne',
  'rc table':
    '| jméno | rodné číslo | úvazek |\n|---|---|---|\n| ⟨name⟩ | ⟨secret ⟨birth-number⟩⟩ | 1,0 |',
  'rc edit item': '- ⟨czech-remark⟩ Chybné případy: např. ⟨name⟩ (⟨secret ⟨birth-number⟩⟩).',
  'pas cz': 'Letenky pro ⟨name⟩, číslo pasu ⟨secret ⟨digits 8⟩⟩',
  'op cz': 'Číslo občanky: ⟨secret ⟨digits 9⟩⟩ (⟨name⟩, vstup do datacentra)',
  'iban cz': 'Refundace na soukromý účet (⟨name⟩): ⟨grouped 4 blank ⟨secret ⟨iban⟩⟩⟩',
  'iban zero width': 'Výplata ⟨name⟩: ⟨first ⟨secret ⟨iban⟩⟩⟩​⟨second ⟨secret ⟨iban⟩⟩⟩',
  'ucet cz':
    '⟨name⟩ chce přeplatek na soukromé číslo účtu ⟨secret ⟨digits 10⟩/⟨pick 0800|2010|3030|5500⟩⟩',
  'card dashes cz': 'Platil kartou ⟨grouped 4 dash ⟨secret ⟨card⟩⟩⟩, držitel ⟨name⟩',
  'cvv cz': 'Karta na předplatné: číslo ⟨secret ⟨card⟩⟩, platnost 11/27, CVV ⟨digits 3⟩.',
  'phone cz': 'Mobil na ⟨name⟩ (soukromý, volat jen v noci při výpadku): ⟨secret ⟨mobile⟩⟩',
  'phone cz bez predvolby': 'Když spadne ETL, zavolej ⟨name⟩ domů, ⟨secret ⟨mobile⟩⟩.',
  'mail cz': 'Soukromý e-mail (⟨name⟩): ⟨secret ⟨private-mail⟩⟩',
  'address cz': 'Notebook poslat domů: ⟨name⟩, ⟨secret ⟨czech-address⟩⟩',
  bydliste: '⟨name⟩ má trvalé bydliště ⟨secret ⟨czech-address⟩⟩.',
  'health cz':
    '⟨name⟩ má ⟨secret ⟨pick roztroušenou sklerózu|deprese|rakovinu prsu|epilepsii|cukrovku⟩⟩, neplánovat jí noční služby.',
  neschopenka:
    '⟨name⟩ je do března na nemocenské ⟨secret ⟨pick po operaci kolene|se zánětem slinivky|s vyhořením u psychiatra⟩⟩.',
  'dob cz':
    '⟨name⟩, narozena ⟨secret ⟨number 1 28⟩. ⟨number 1 12⟩. ⟨number 1958 2001⟩⟩, chybí v exportu pojištěnců.',
  'salary cz':
    '⟨name⟩ bere ⟨secret ⟨number 38 140⟩ ⟨pick 500|000|200⟩ Kč⟩ hrubého, použít jako kontrolu součtu mezd.',
}
